import { expect, onTestFinished, test } from "vitest";
import { LabError } from "../../../infra/errors";
import {
  Incomplete,
  runStages,
  Skipped,
  Stage,
  type Say,
  type Ticker,
} from "../../../scripts/lib/shell/stages";
import { recordingConsole } from "../../../bench/recording-console";

const succeeds = (title: string, text: string): Stage<string> =>
  new Stage(title, () => Promise.resolve(text), String);
const fails = (title: string, error: Error): Stage<string> =>
  new Stage(title, () => Promise.reject(error), String);

test("a stage keeps its result, also when its summary says that it is not complete", async () => {
  const stage = new Stage(
    "count",
    () => Promise.resolve(3),
    (count) => {
      throw new Incomplete(`${count} left`);
    },
  );
  expect(() => stage.result).toThrow('the stage "count" has no result');
  await expect(stage.run(() => undefined)).rejects.toThrow("3 left");
  expect(stage.result).toBe(3);
});

test.each([true, false])(
  "incomplete and skipped stages are marked and the next one begins; another error ends the run, and its words are left to the shell (terminal: %s)",
  async (isLive) => {
    const console = { ...recordingConsole(), isLive };
    const { isTTY } = process.stdout;
    process.stdout.isTTY = isLive;
    onTestFinished(() => void (process.stdout.isTTY = isTTY));
    const broken = new LabError("cloud", "the words of the error");
    const stages = [
      succeeds("a", "3 created"),
      fails("b", new Incomplete("1 failed")),
      fails("c", new Skipped("because b failed")),
      fails("d", broken),
      succeeds("e", "never"),
    ];
    await expect(runStages(stages, console)).rejects.toBe(broken);
    const shown = [console.written(), ...console.notes].join("\n");
    for (const line of ["✔ a: 3 created", "✖ b: 1 failed", "– c: skipped, because b failed"])
      expect(plain(shown)).toContain(line);
    expect(shown).not.toMatch(/FAILED|the words of the error|never/);
  },
);

const plain = (text: string): string => text.replace(/\u001b\[[\d;?]*[a-zA-Z]/g, "");

/** A clock that stands until it is moved, and its timers. */
class ManualTicker implements Ticker {
  private ms = 0;
  private ticks = new Set<{ ms: number; next: number; tick: () => void }>();
  now = (): number => this.ms;
  every = (ms: number, tick: () => void): (() => void) => {
    const timer = { ms, next: this.ms + ms, tick };
    this.ticks.add(timer);
    return () => this.ticks.delete(timer);
  };
  pass(ms: number): void {
    for (let i = 0; i < ms; i += 1000) {
      this.ms += 1000;
      for (const timer of this.ticks)
        if (this.ms >= timer.next) {
          timer.next += timer.ms;
          timer.tick();
        }
    }
  }
}

/** What a log shows of a stage that says this. */
async function logOf(work: (say: Say, ticker: ManualTicker) => void): Promise<string[]> {
  const console = recordingConsole();
  const ticker = new ManualTicker();
  const stage = new Stage(
    "notebook",
    (say) => {
      work(say, ticker);
      return Promise.resolve("done");
    },
    String,
  );
  await runStages([stage], console, ticker);
  ticker.pass(600_000);
  return console.notes;
}

test("a log shows what changes, and the same text only once a minute", async () => {
  const log = await logOf((say, ticker) => {
    for (let second = 0; second < 180; second += 5) {
      say(second < 10 ? "cell 50" : "cell 51");
      ticker.pass(5_000);
    }
  });
  expect(log).toEqual([
    "… notebook",
    "  notebook: cell 50",
    "  notebook: cell 51",
    "  notebook: cell 51 (2 min)",
    "  notebook: cell 51 (3 min)",
    "✔ notebook: done",
  ]);
});

test("a log shows steps no faster than every five seconds, and a silent stage once a minute", async () => {
  const log = await logOf((say, ticker) => {
    ticker.pass(120_000);
    for (let step = 0; step < 20; step++) {
      say(`step ${step}`);
      ticker.pass(1_000);
    }
  });
  expect(log).toEqual([
    "… notebook",
    "  notebook: still running (1 min)",
    "  notebook: still running (2 min)",
    "  notebook: step 5",
    "  notebook: step 10",
    "  notebook: step 15",
    "✔ notebook: done",
  ]);
});
