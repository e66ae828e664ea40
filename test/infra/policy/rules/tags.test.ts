import { expect, test } from "vitest";
import { tags } from "../../../../infra/policy/rules/tags";
import { checkResource } from "../../../support/policy/rule";
import { UNKNOWN } from "../../../../infra/policy/value";

const GOOD = { project: "rai-lab", stack: "dev", "managed-by": "pulumi" };

test("no tags at all: each missing one is named", () => {
  expect(checkResource(tags, {})).toEqual(
    ["project", "stack", "managed-by"].map((tag) => `the tag ${tag} is missing`),
  );
});

test("an empty tag is a missing one", () => {
  expect(checkResource(tags, { tags: { ...GOOD, stack: "" } })).toEqual([
    "the tag stack is missing",
  ]);
});

test("a class may demand others", () => {
  expect(checkResource(tags, { tags: GOOD }, { settings: { required: ["owner"] } })).toEqual([
    "the tag owner is missing",
  ]);
});

test("complete or not known yet", () => {
  expect(checkResource(tags, { tags: GOOD })).toEqual([]);
  expect(checkResource(tags, { tags: UNKNOWN })).toEqual([]);
  expect(checkResource(tags, { tags: { ...GOOD, stack: UNKNOWN } })).toEqual([]);
});
