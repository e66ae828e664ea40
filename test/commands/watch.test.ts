import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalStacks, startLocalStacks } from "../../bench/local-stacks";
import { seedTable, table } from "../../scripts/cloud/azure/tables";
import { watch } from "../../scripts/commands/watch";
import type { WatchDocument } from "../../scripts/watch";
import { seconds } from "../support/time-limits";

let stacks: LocalStacks;
let home: string;
beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), "rai-lab-"));
  stacks = await startLocalStacks(home);
  stacks.settle("dev", {});
}, seconds(20));
afterAll(async () => {
  await stacks.stop();
  rmSync(home, { recursive: true, force: true });
});

/** Moves the end of the default model in Azure's own list. */
function reschedule(lifecycle: string, retires: string): void {
  const rows = table(stacks.world, "models").rows.map((row) =>
    row.name === "gpt-5.6-luna" ? { ...row, lifecycle, retires } : row,
  );
  seedTable(stacks.world, "models", { rows });
}

async function look(...args: string[]) {
  const ended = await stacks.run(watch, "dev", "--local", ...args);
  expect(ended.error).toBeUndefined();
  return { ...ended, document: ended.document as WatchDocument };
}

test(
  "what Azure's list moves is named at the next look, and the calendar follows",
  { timeout: seconds(30) },
  async () => {
    const ics = path.join(home, "calendars/ends.ics");
    const first = await look("--ics", ics);
    expect(first).toMatchObject({ exitCode: 0, document: { verdict: "clear", moved: [] } });
    expect(first.document.memory.state).toBe("none");
    expect(first.document.things.filter(({ unknown }) => unknown !== undefined)).toEqual([]);
    const used = first.document.things.filter((one) => one.used).map(({ kind }) => kind);
    expect([...new Set(used)]).toEqual(["model", "api-version", "runtime", "price"]);
    expect(first.document.things.some((one) => one.kind === "model" && !one.used)).toBe(true);
    const before = readFileSync(ics, "utf8");
    expect(before).toContain("UID:gpt-5.6-luna+2026-07-09+GlobalStandard@rai-lab");

    reschedule("Legacy", "2029-01-11");
    const second = await look("--ics", ics);
    expect(second.text).toContain(
      "gpt-5.6-luna 2026-07-09 (GlobalStandard): its end moved from 2028-01-11 to 2029-01-11, 366 days later",
    );
    expect(second.document.memory.state).toBe("kept");
    const after = readFileSync(ics, "utf8");
    const sequence = (text: string) => Number(/SEQUENCE:(\d+)/.exec(text)![1]);
    expect(sequence(after)).toBeGreaterThan(sequence(before));
    expect(after).toContain("VALUE=DATE:20290111");

    expect(await look()).toMatchObject({ exitCode: 0, document: { moved: [] } });
    expect(await look("--horizon", "3650d")).toMatchObject({ exitCode: 1 });
  },
);

test("a damaged memory is said, and kept beside the new one", async () => {
  const { file } = (await look()).document.memory;
  writeFileSync(file, "{");
  const { text, document, exitCode } = await look();
  expect(exitCode).toBe(0);
  expect(document).toMatchObject({ moved: [], memory: { state: "damaged" } });
  expect(text).toContain(`the memory was damaged and is kept as ${file}.damaged`);
  expect(readFileSync(`${file}.damaged`, "utf8")).toBe("{");
});

test("a model that retires, and one that the region no longer lists, are alarms", async () => {
  reschedule("Deprecated", "2029-01-11");
  expect(await look()).toMatchObject({ exitCode: 1, document: { verdict: "ending" } });
  const rows = table(stacks.world, "models").rows.filter(({ name }) => name !== "gpt-5.6-luna");
  seedTable(stacks.world, "models", { rows });
  const { exitCode, text } = await look();
  expect(exitCode).toBe(1);
  expect(text).toContain("its state moved from Deprecated to not listed");
});

test("a horizon that is no number of days is refused before anything is asked", async () => {
  const { error } = await stacks.run(watch, "dev", "--local", "--horizon", "soon");
  expect(error).toMatchObject({
    code: "usage",
    message: '--horizon takes a number of days such as 90d, not "soon"',
  });
});
