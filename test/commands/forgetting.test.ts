/** What this machine keeps of a class and of stacks that are gone: listed, and removed on demand. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type LocalStacks, startLocalStacks } from "../../bench/local-stacks";
import { LabError } from "../../infra/errors";
import type { ClassRecord } from "../../scripts/class/class-record";
import { classFolder, writeClassRecord } from "../../scripts/class/class-store";
import { Journal } from "../../scripts/class/fleet";
import { classForget } from "../../scripts/commands/class/forget";
import { status } from "../../scripts/commands/status";

const home = mkdtempSync(path.join(tmpdir(), "rai-lab-"));
const PAST = "2020-12-06T18:00Z";
const FUTURE = "2090-12-06T18:00Z";
const DAY_MS = 24 * 3_600_000;
let stacks: LocalStacks;
beforeAll(async () => (stacks = await startLocalStacks(home)));
afterAll(async () => {
  await stacks.stop();
  rmSync(home, { recursive: true, force: true });
});
beforeEach(() => {
  for (const name of ["classes", "runs", "backend/.pulumi"])
    rmSync(path.join(home, name), { recursive: true, force: true });
  for (const stack of ["spring-ada", "spring-ben", "spring-b-eve", "other"])
    rmSync(path.join(home, `Pulumi.${stack}.yaml`), { force: true });
});

const exists = (...names: string[]): boolean => existsSync(path.join(home, ...names));

function write(name: string, text = "x"): void {
  mkdirSync(path.dirname(path.join(home, name)), { recursive: true });
  writeFileSync(path.join(home, name), text);
}

/** A class of two, of which ben has left the roster and is known to the journal alone. */
function keepClass(expires: string, cloud: ClassRecord["cloud"] = "local"): void {
  const folder = classFolder(home, "spring");
  const journal = Journal.begin(folder, { class: "spring", verb: "up", now: 0 });
  for (const stack of ["spring-ada", "spring-ben"])
    journal.record({ stack, state: "ready", reason: null, at: 0 });
  journal.end({ stopped: null }, 0);
  journal.close();
  writeClassRecord(folder, {
    schema: "rai-lab/class/1",
    ...{ name: "spring", layout: "isolated", cloud, expires },
    seats: [{ slug: "ada", stack: "spring-ada", userName: "ada@example.edu" }],
  });
  for (const stack of ["spring-ada", "spring-ben", "spring-b-eve", "other"])
    write(`runs/${stack}/probe/journal.jsonl`, "answers");
  for (const stack of ["spring-ada", "spring-b-eve"]) stacks.settle(stack, {});
}

const emptyState = (stack: string): void => {
  write(path.relative(home, stacks.stateFile(stack)), '{"version":3,"checkpoint":{"latest":{}}}');
  write(`${path.relative(home, stacks.stateFile(stack))}.bak`, "a state with names");
};

const forget = (...args: string[]) => stacks.run(classForget, "spring", ...args);

test("a class is forgotten with all that names its people, and no other class is", async () => {
  keepClass(FUTURE);
  emptyState("spring-ada");
  emptyState("spring-b-eve");
  const ended = await forget("--local");
  expect([ended.exitCode, ended.error]).toEqual([0, undefined]);
  for (const stack of ["spring-ada", "spring-ben"]) {
    expect(exists("runs", stack)).toBe(false);
    expect(exists(`Pulumi.${stack}.yaml`)).toBe(false);
    expect(existsSync(stacks.stateFile(stack))).toBe(false);
    expect(existsSync(`${stacks.stateFile(stack)}.bak`)).toBe(false);
  }
  expect(exists("classes", "spring")).toBe(false);
  expect(exists("runs", "spring-b-eve")).toBe(true);
  expect(exists("Pulumi.spring-b-eve.yaml")).toBe(true);
  expect(existsSync(`${stacks.stateFile("spring-b-eve")}.bak`)).toBe(true);
  const { removed } = ended.document as { removed: { kind: string; name: string }[] };
  expect(removed.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    ...["class spring", "answers spring-ada", "answers spring-ben"],
    ...["settings spring-ada", "state spring-ada"],
  ]);
  expect(ended.text).toMatch(/not removed +why\n[\s\S]*cloud\.jsonl +the local cloud's log/);
});

test("while a stack stands it is refused with the cure; by force settings and state stay", async () => {
  keepClass(PAST);
  await stacks.make("spring-ada");
  const refused = await forget("--local", "--yes");
  expect(refused.error).toBeInstanceOf(LabError);
  expect(refused.error).toMatchObject({
    code: "usage",
    message: "1 stack of class spring still stand: spring-ada",
    cure: "npx lab class destroy spring --local first; --force forgets it all the same",
  });
  expect(exists("classes", "spring", "class.json")).toBe(true);
  const forced = await forget("--local", "--force");
  expect(forced.exitCode).toBe(0);
  expect(exists("classes", "spring")).toBe(false);
  expect(exists("runs", "spring-ada")).toBe(false);
  expect([exists("Pulumi.spring-ada.yaml"), existsSync(stacks.stateFile("spring-ada"))]).toEqual([
    true,
    true,
  ]);
  expect(forced.text).toContain("settings and state of spring-ada");
  stacks.forget("spring-ada");
});

test("without the Pulumi CLI a class on Azure may stand: it is kept unless forced", async () => {
  keepClass(PAST, "azure");
  expect((await forget()).error).toMatchObject({ code: "missing-tool" });
  expect(exists("classes", "spring")).toBe(true);
  expect((await stacks.run(status, "--prune", "--yes")).exitCode).toBe(0);
  expect(exists("classes", "spring")).toBe(true);
  const forced = await forget("--force");
  expect(forced.exitCode).toBe(0);
  expect(exists("classes", "spring")).toBe(false);
  expect(forced.text).toMatch(/states +they are in the Pulumi backend/);
});

test("an unknown class, one of the other cloud and one that is worked on are refused", async () => {
  expect((await forget("--local")).error).toMatchObject({
    code: "not-found",
    cure: "npx lab status --prune lists what it keeps",
  });
  keepClass(PAST);
  expect((await forget()).error).toMatchObject({ code: "usage", cure: "add --local" });
  const folder = classFolder(home, "spring");
  const run = Journal.begin(folder, { class: "spring", verb: "up", now: 0 });
  expect((await forget("--local")).error).toMatchObject({ code: "locked" });
  run.close();
});

test("prune lists sizes and ages first, and removes only what nothing uses", async () => {
  keepClass(PAST);
  await stacks.make("other");
  emptyState("spring-ada");
  utimesSync(path.join(home, "runs/spring-ben/probe/journal.jsonl"), new Date(), ago(3));
  const listed = await stacks.run(status, "--prune");
  expect(listed.written).toMatch(/answers +spring-ben +7 B +3 days ago +nothing/);
  expect(listed.written).toMatch(/answers +other +7 B +today +other stands on the local cloud/);
  expect(listed.written).toMatch(/answers +spring-b-eve +7 B +today +nothing/);
  expect(listed.text).toMatch(/^nothing was removed: --yes removes /);
  expect(exists("runs", "spring-ben")).toBe(true);
  const pruned = await stacks.run(status, "--prune", "--yes");
  const { kept, removed } = pruned.document as Record<string, { kind: string; name: string }[]>;
  const names = (rows: typeof kept) => rows!.map(({ kind, name }) => `${kind} ${name}`);
  expect(names(removed)).toEqual([
    ...["class spring", "answers spring-ada", "answers spring-b-eve", "answers spring-ben"],
    ...["settings spring-ada", "settings spring-b-eve", "state spring-ada"],
  ]);
  expect(names(kept)).toEqual(expect.arrayContaining(["answers other", "state other"]));
  expect(names(kept)).toContain("rest cloud.jsonl");
  expect(exists("cloud.jsonl") && existsSync(stacks.stateFile("other"))).toBe(true);
  expect([exists("classes", "spring"), exists("runs", "spring-ada")]).toEqual([false, false]);
  stacks.forget("other");
});

test("a class before its end, and one that cannot be read, keep their files", async () => {
  keepClass(FUTURE);
  await stacks.run(status, "--prune", "--yes");
  expect(exists("classes", "spring") && exists("runs", "spring-ben")).toBe(true);
  writeFileSync(path.join(classFolder(home, "spring"), "class.json"), "{");
  const { written } = await stacks.run(status, "--prune", "--yes");
  expect(written).toMatch(/class +spring .*what the class is cannot be read/);
  expect(exists("classes", "spring") && exists("runs", "spring-ada")).toBe(true);
});

const ago = (days: number): Date => new Date(Date.now() - days * DAY_MS - 60_000);
