import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Change,
  Journal,
  journalOf,
  type Job,
  readJournal,
} from "../../../scripts/class/fleet";
import { job, ROOMY, run } from "../../support/class/fleet";
import { SimulatedTime } from "../../../bench/class/simulated-time";
import { temporaryFolder } from "../../support/folder";

/** A half and three seats; each is not there, half-way or made. */
const STACKS = ["half", "a", "b", "c"];
type World = Map<string, "half-way" | "made">;

class Killed extends Error {}

/**
 * One process that brings the class up, and is killed instead of writing line `killAt` of its run.
 * It recovers what an earlier one left half-way, and leaves alone what an earlier one made.
 * @returns whether it came to its end
 */
async function runProcess(folder: string, world: World, killAt: number): Promise<boolean> {
  const clock = new SimulatedTime();
  const journal = Journal.begin(folder, { class: "spring", verb: "up", now: clock.now() });
  const { unfinished, succeeded } = journal.earlier;
  let lines = 0;
  let isKilled = false;
  const onChange = (change: Change): void => {
    isKilled ||= lines++ === killAt;
    if (isKilled) throw new Killed();
    journal.record(change);
  };
  const todo = STACKS.filter((stack) => !succeeded.has(stack));
  const jobs = todo.map((stack, i): Job =>
    job(stack, {
      after: todo.includes("half") && stack !== "half" ? ["half"] : [],
      run: async () => {
        if (!unfinished.includes(stack)) expect(world.get(stack)).toBeUndefined();
        world.set(stack, "half-way");
        await clock.sleep(1000 * (i + 1));
        // A process that was killed makes nothing more, but may have made it all unrecorded.
        if (!isKilled) world.set(stack, "made");
        return { state: "ready" };
      },
    }),
  );
  try {
    const result = await run(jobs, { clock, onChange, limits: { ...ROOMY, concurrency: 2 } });
    journal.end(result, clock.now());
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(Killed);
    return false;
  } finally {
    journal.close();
  }
}

test("killed at any lines of its journal and continued, a class comes up, each seat once", async () => {
  const kills = fc.array(fc.nat({ max: 11 }), { maxLength: 5 });
  const torn = fc.constantFrom("", "{", '{"type":"change","stack":"a"');
  await fc.assert(
    fc.asyncProperty(kills, torn, async (killAt, rest) => {
      const folder = join(temporaryFolder(), "spring");
      const world: World = new Map();
      for (const line of killAt) {
        if (await runProcess(folder, world, line)) break;
        appendFileSync(journalOf(folder), rest);
        const half = [...world].filter(([, state]) => state === "half-way");
        const recover = readJournal(journalOf(folder))!.unfinished;
        for (const [stack] of half) expect(recover).toContain(stack);
      }
      await runProcess(folder, world, Infinity);
      expect([...world.values()]).toEqual(STACKS.map(() => "made"));
      expect(readJournal(journalOf(folder))!.unfinished).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

test("a process that is killed holds nothing: the next one continues", async () => {
  const folder = join(temporaryFolder(), "spring");
  const script = join(__dirname, "../../support/class/killed.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, folder], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  await once(child.stdout, "data");
  const next = { class: "spring", verb: "up", now: 0 };
  expect(() => Journal.begin(folder, next)).toThrow(`process ${child.pid} works on the class`);
  expect(readJournal(journalOf(folder))!.run!.isRunning).toBe(true);
  child.kill("SIGKILL");
  await exit;
  expect(readJournal(journalOf(folder))!.run!.isRunning).toBe(false);
  const journal = Journal.begin(folder, next);
  expect(journal.earlier.unfinished).toEqual(["a"]);
  expect([...journal.earlier.succeeded]).toEqual(["half"]);
  journal.close();
});
