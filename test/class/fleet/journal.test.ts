import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LabError } from "../../../infra/errors";
import { type Change, Journal, journalOf, readJournal } from "../../../scripts/class/fleet";
import { temporaryFolder } from "../../support/folder";

const NOW = Date.parse("2026-11-29T09:00:00Z");
const newClass = (): string => join(temporaryFolder(), "spring");
const begin = (folder: string, verb = "up"): Journal =>
  Journal.begin(folder, { class: "spring", verb, now: NOW });
const change = (stack: string, state: Change["state"], reason: string | null = null): Change => ({
  stack,
  state,
  reason,
  at: NOW,
});

/** A run of which only these changes are on disk when it is killed. */
function kill(folder: string, changes: readonly Change[], verb = "up"): void {
  const journal = begin(folder, verb);
  for (const each of changes) journal.record(each);
  journal.close();
}

/** A run that ends. */
function finish(folder: string, changes: readonly Change[], verb = "up"): void {
  const journal = begin(folder, verb);
  for (const each of changes) journal.record(each);
  journal.end({ stopped: null }, NOW);
  journal.close();
}

const earlierOf = (folder: string, verb = "up"): { unfinished: string[]; succeeded: string[] } => {
  const journal = begin(folder, verb);
  const { unfinished, succeeded } = journal.earlier;
  journal.close();
  return { unfinished: [...unfinished], succeeded: [...succeeded] };
};

test("a class without a journal has none, and its first run continues nothing", () => {
  const folder = newClass();
  expect(readJournal(journalOf(folder))).toBeUndefined();
  expect(earlierOf(folder)).toEqual({ unfinished: [], succeeded: [] });
});

test("a run is read back, line by line, while it runs and after", () => {
  const folder = newClass();
  const journal = begin(folder);
  const failure = { code: "cloud", message: "no quota", cure: "ask for more" };
  journal.record(change("a", "starting"));
  journal.record({ ...change("a", "failed", "no quota"), failure });
  journal.record(change("b", "waiting", "bucket"));
  const running = readJournal(journalOf(folder))!;
  expect(running.run).toMatchObject({ isRunning: true, end: undefined, line: { verb: "up" } });
  expect(running.last.get("a")).toMatchObject({ state: "failed", failure });
  expect(running.last.get("b")).toMatchObject({ state: "waiting", reason: "bucket" });
  expect([...running.begun.keys()]).toEqual(["a"]);
  journal.end({ stopped: { why: "interrupted" } }, NOW);
  journal.close();
  const { run } = readJournal(journalOf(folder))!;
  expect(run).toMatchObject({ isRunning: false, end: { stopped: "interrupted" } });
});

test("only its owner may read it", () => {
  const folder = newClass();
  kill(folder, []);
  expect(statSync(folder).mode & 0o077).toBe(0);
  expect(statSync(journalOf(folder)).mode & 0o077).toBe(0);
});

test("what a killed run was working on is to be recovered, until its end is recorded", () => {
  const folder = newClass();
  kill(folder, [change("a", "starting"), change("b", "starting"), change("b", "ready")]);
  expect(earlierOf(folder)).toEqual({ unfinished: ["a"], succeeded: ["b"] });
  // Killed again, before a's turn came, and by another verb.
  kill(folder, [change("a", "waiting", "cores"), change("b", "skipped", "half failed")]);
  expect(earlierOf(folder)).toEqual({ unfinished: ["a"], succeeded: ["b"] });
  expect(earlierOf(folder, "destroy")).toEqual({ unfinished: ["a"], succeeded: [] });
  kill(folder, [change("a", "stopping")], "destroy");
  finish(folder, [change("a", "stopping"), change("a", "gone")], "destroy");
  expect(earlierOf(folder, "destroy")).toEqual({ unfinished: [], succeeded: [] });
});

test("successes add up over runs that were killed or stopped, and not over others", () => {
  const folder = newClass();
  kill(folder, [change("a", "starting"), change("a", "ready")]);
  const second = begin(folder);
  expect([...second.earlier.succeeded]).toEqual(["a"]);
  second.record(change("b", "starting"));
  second.record(change("b", "ready"));
  second.record(change("c", "starting"));
  second.record({ ...change("c", "failed"), failure: { code: "cloud", message: "no" } });
  second.end({ stopped: { why: "interrupted" } }, NOW);
  second.close();
  expect(earlierOf(folder).succeeded).toEqual(["a", "b"]);
  kill(folder, [change("a", "starting")]);
  expect(earlierOf(folder)).toEqual({ unfinished: ["a"], succeeded: ["b"] });
  kill(folder, [], "recover");
  expect(earlierOf(folder).succeeded).toEqual([]);
  finish(folder, [change("b", "starting"), change("b", "ready")]);
  expect(earlierOf(folder).succeeded).toEqual([]);
});

test("the file never grows beyond one run", () => {
  const folder = newClass();
  const changes = Array.from({ length: 20 }, (_, i) => [
    change(`s${i}`, "waiting", "cores"),
    change(`s${i}`, "starting"),
    change(`s${i}`, "ready"),
  ]).flat();
  const sizes = Array.from({ length: 5 }, () => {
    kill(folder, changes);
    return readFileSync(journalOf(folder), "utf8").split("\n").length;
  });
  expect(new Set(sizes.slice(1)).size).toBe(1);
});

test.each([
  ["a torn line", '{"type":"change","stack":"a","st'],
  ["nothing", ""],
])("%s at the end is as if it were not there", (_, rest) => {
  const folder = newClass();
  kill(folder, [change("a", "starting")]);
  appendFileSync(journalOf(folder), rest);
  expect(readJournal(journalOf(folder))!.unfinished).toEqual(["a"]);
  finish(folder, [change("a", "starting"), change("a", "ready")]);
  expect(readJournal(journalOf(folder))!.unfinished).toEqual([]);
});

test.each([
  ["no header", '{"type":"end","at":"x","stopped":null}\n', 1],
  ["no JSON", "{}{}\n", 1],
  [
    "an unknown state",
    `HEADER{"type":"change","stack":"a","state":"odd","reason":null,"at":"x"}\n`,
    2,
  ],
  ["a key twice", `HEADER{"type":"end","at":"x","at":"y","stopped":null}\n`, 2],
  ["two headers", "HEADERHEADER", 2],
])("%s is refused by line, and nothing is lost", (_, text, line) => {
  const folder = newClass();
  kill(folder, []);
  const header = '{"type":"journal","schema":"rai-lab/class-journal/1","class":"spring"}\n';
  const damaged = text.replaceAll("HEADER", header);
  writeFileSync(journalOf(folder), damaged);
  expect(() => begin(folder)).toThrow(`line ${line} is `);
  expect(() => readJournal(journalOf(folder))).toThrow(LabError);
  expect(readFileSync(journalOf(folder), "utf8")).toBe(damaged);
  expect(existsSync(`${journalOf(folder)}.lock`)).toBe(false);
});

test("one run at a time; the other is told who works on the class since when", () => {
  const folder = newClass();
  const journal = begin(folder, "destroy");
  expect(() => begin(folder)).toThrow(
    `process ${process.pid} works on the class spring (destroy, since 2026-11-29T09:00:00.000Z)`,
  );
  journal.close();
  begin(folder).close();
});

test("a lock that says nothing is held by someone", () => {
  const folder = newClass();
  kill(folder, []);
  writeFileSync(`${journalOf(folder)}.lock`, "");
  expect(() => begin(folder)).toThrow("another process works on the class spring");
});

test("after a failed write nothing is written: no line continues a part of another", () => {
  const folder = newClass();
  const journal = begin(folder);
  journal.record(change("a", "starting"));
  const before = readFileSync(journalOf(folder), "utf8");
  const circular: Record<string, unknown> = {};
  circular["self"] = circular;
  const broken = { ...change("b", "starting"), failure: circular } as unknown as Change;
  expect(() => journal.record(broken)).toThrow("the journal cannot be written");
  expect(() => journal.record(change("a", "ready"))).toThrow("the journal cannot be written");
  journal.close();
  expect(readFileSync(journalOf(folder), "utf8")).toBe(before);
});
