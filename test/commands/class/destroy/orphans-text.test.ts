import { expect, test } from "vitest";
import type { Orphans } from "../../../../scripts/commands/class/destroy/find-orphans";
import {
  orphansExitCode,
  orphansText,
} from "../../../../scripts/commands/class/destroy/orphans-text";

const NONE: Orphans = { orphans: [], notOurs: [], unknown: [] };
const ORPHAN = { stack: "spring-ada", kinds: ["folder" as const], ids: ["/w/spring-ada"] };
const UNKNOWN = { kind: "account" as const, code: "X", reason: "may not", cure: "ask" };
const textOf = (found: Partial<Orphans>): string =>
  orphansText("spring", { ...NONE, ...found }, "lab destroy", Infinity);

test.each([
  [undefined, 0],
  [NONE, 0],
  [{ ...NONE, notOurs: [{ kind: "account" as const, id: "/a", reason: "" }] }, 0],
  [{ ...NONE, unknown: [UNKNOWN] }, 2],
  [{ ...NONE, orphans: [ORPHAN], unknown: [UNKNOWN] }, 1],
])("exit code of %j: %i", (found, code) => {
  expect(orphansExitCode(found)).toBe(code);
});

test("nothing is claimed of what was not looked at", () => {
  expect(textOf({})).toBe("nothing of class spring was found that no state records");
  const text = textOf({ unknown: [UNKNOWN] });
  expect(text).toContain("account: may not\n  try:   ask");
  expect(text).not.toContain("nothing");
});

test("the command that deletes is named where something can be deleted", () => {
  expect(textOf({ orphans: [ORPHAN] })).toMatch(/try: lab destroy --yes$/);
  const held = textOf({ orphans: [{ ...ORPHAN, held: "because" }] });
  expect(held).toContain("spring-ada stays: because");
  expect(held).not.toContain("try:");
});

test("a name cannot add a line of its own", () => {
  const reason = 'its tag names stack "\u001b[2J"';
  const text = textOf({ notOurs: [{ kind: "account", id: "/a\nspring-ada", reason }] });
  expect(text).not.toContain("\u001b");
  expect(text).toContain("\\u000aspring-ada");
});
