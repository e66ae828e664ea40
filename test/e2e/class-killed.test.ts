/** A class whose run is killed at any moment, and continued by the same command. */
import { existsSync, readFileSync, rmSync, watch } from "node:fs";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { randomOf } from "../../scripts/probe/stats/random";
import { classHome, everySeat } from "../support/class/home";
import { startLab } from "../support/lab";
import { seconds } from "../support/time-limits";

const SLUGS = ["ada", "grace", "katherine", "mary"];
const SEED = 13;

let home: string;
let roster: string;
beforeAll(() => {
  ({ home, roster } = classHome(SLUGS));
});
afterAll(() => {
  rmSync(home, { recursive: true });
});

const run = (...args: string[]) => startLab(home, ["class", ...args, "--local", "--json"]);
const journal = (): string => path.join(home, "classes/spring/journal.jsonl");
const linesOfJournal = (): number =>
  existsSync(journal()) ? readFileSync(journal(), "utf8").split("\n").length - 1 : 0;

/** Kills a run once its journal has so many lines more; false when the run ended before. */
async function killAfter(lines: number, ...args: string[]): Promise<boolean> {
  const { child, ended } = run(...args);
  const folder = path.dirname(journal());
  const watcher = watch(folder, () => {
    if (linesOfJournal() >= lines) child.kill("SIGKILL");
  });
  const { signal } = await ended;
  watcher.close();
  return signal === "SIGKILL";
}

async function plan(): Promise<void> {
  const { code, stderr } = await run("plan", roster, "--name", "spring").ended;
  expect(code, stderr).toBe(0);
}

async function states(...args: string[]): Promise<Record<string, string>> {
  const { stdout, stderr } = await run(...args).ended;
  expect(stdout, stderr).not.toBe("");
  const { seats } = JSON.parse(stdout) as { seats: { slug: string; state: string }[] };
  return Object.fromEntries(seats.map(({ slug, state }) => [slug, state]));
}

const all = (state: string): Record<string, string> => everySeat(SLUGS, state);

test("the next run continues where a killed one stopped", { timeout: seconds(180) }, async () => {
  const random = randomOf(SEED, "kills");
  await plan();
  const kills: boolean[] = [];
  for (const [verb, state] of [
    [["up", "spring"], "ready"],
    [["destroy", "spring", "--yes"], "gone"],
  ] as const) {
    for (let i = 0; i < 2; i++) kills.push(await killAfter(3 + random.below(10), ...verb));
    // What is shown between is no guess: nothing is said to be as it should that is not.
    const between = await states("status", "spring");
    expect(Object.keys(between)).toEqual(SLUGS);
    expect(await states(...verb)).toEqual(all(state));
    expect(await states("status", "spring")).toMatchObject(all(state));
  }
  expect(kills).toContain(true);
});

test(
  "a second run on the same class is refused with who runs since when",
  { timeout: seconds(60) },
  async () => {
    await plan();
    const first = run("up", "spring");
    await first.waitForOutput(/… up spring/);
    // It cannot end before the second has met it.
    first.child.kill("SIGSTOP");
    const second = await run("destroy", "spring", "--yes").ended;
    expect([second.code, second.stdout]).toEqual([2, expect.stringContaining('"code": "locked"')]);
    expect(second.stderr).toMatch(/another lab command \(process \d+\)/);
    first.child.kill("SIGCONT");
    expect((await first.ended).code).toBe(0);
  },
);
