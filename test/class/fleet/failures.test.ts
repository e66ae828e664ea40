import { expect, test } from "vitest";
import { LabError } from "../../../infra/errors";
import { EqualFailures, failureOf, kindOf } from "../../../scripts/class/fleet/failures";

test("an error of the file system has its cause in words, and its cure", () => {
  const error = Object.assign(new Error("ENOSPC: no space left"), {
    code: "ENOSPC",
    syscall: "write",
    path: "/x/y.json",
  });
  expect(failureOf(error)).toMatchObject({ code: "file", cure: expect.stringContaining("space") });
  expect(failureOf(error).message).toContain("(/x/y.json)");
});

test.each([
  [new LabError("cloud", "no answer"), { code: "cloud", message: "no answer", cure: undefined }],
  [
    new LabError("config", "rai-lab:model is wrong", { where: "rai-lab:model", cure: "set it" }),
    { code: "config", message: "rai-lab:model is wrong", cure: "set it" },
  ],
  [new TypeError("x is not a function"), { code: "internal", message: "x is not a function" }],
  ["a text", { code: "internal", message: "a text" }],
])("%s is told as it is", (error, failure) => {
  expect(failureOf(error)).toMatchObject(failure);
});

const kind = (message: string, stack = "spring-ada", code = "deployment"): string =>
  kindOf({ code, message }, stack);

test.each([
  [
    "the quota of oai-spring-ada-3f allows 0 of 20",
    "the quota of oai-spring-bob-77 allows 1 of 30",
  ],
  ['policy "allowed regions" forbids it', 'policy "no gpu" forbids it'],
  ["student ada@example.edu is unknown", "student bob@example.edu is unknown"],
  ["the account oai-spring-ada: refused", "the account (spring-bob) refused"],
  ["/subscriptions/1/rg/a was refused", "/subscriptions/2/rg/b was refused"],
  ["model gpt-4o is gone\n  since 2026-10-01", "model gpt-5 is gone since 2026-11-02"],
])("%j is of the kind of %j", (a, b) => {
  expect(kind(a, "spring-ada")).toBe(kind(b, "spring-bob"));
});

test("another sentence or another code is another kind", () => {
  expect(kind("the quota is used up")).not.toBe(kind("the policy forbids it"));
  expect(kind("can't reach the model: isn't there")).not.toBe(
    kind("can't reach the region: isn't there"),
  );
  expect(kind("a quota", "a")).not.toBe(kind("a policy", "a"));
  expect(kind("refused")).not.toBe(kind("refused", "spring-ada", "cloud"));
});

test("a message of a million characters takes no time worth telling", () => {
  expect(kind("'".repeat(1e6)).length).toBeLessThan(2000);
  expect(kind("a".repeat(1e6)).length).toBeLessThan(2000);
});

test("failures of one kind are counted since the last success", () => {
  const failures = new EqualFailures();
  const quota = { code: "cloud", message: "no quota" };
  failures.add("a", quota);
  failures.add("b", { code: "cloud", message: "forbidden" });
  expect(failures.add("c", quota)).toEqual(["a", "c"]);
  failures.reset();
  expect(failures.add("d", quota)).toEqual(["d"]);
});
