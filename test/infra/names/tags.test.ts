import { expect, test } from "vitest";
import { parseConfig } from "../../../infra/config";
import { identityTagsOf, markOf, nameStack, tagsOf } from "../../../infra/names/tags";

test("tags say what a thing belongs to, and nothing that nobody set", () => {
  expect(tagsOf(parseConfig({}, "rai-lab", "dev"))).toEqual({
    project: "rai-lab",
    stack: "dev",
    "managed-by": "pulumi",
  });
});

test("owner, class and expires become tags", () => {
  const config = parseConfig(
    { "rai-lab:owner": "Ada", "rai-lab:class": "spring", "rai-lab:expires": "2027-06-30" },
    "rai-lab",
    "s01",
  );
  expect(tagsOf(config)).toMatchObject({
    stack: "s01",
    owner: "Ada",
    class: "spring",
    expires: "2027-06-30",
  });
});

test("the tags of a stack's identity never change, and its mark is the same in words", () => {
  const config = parseConfig({ "rai-lab:owner": "Ada" }, "rai-lab", "dev");
  const identity = { project: "rai-lab", stack: "dev", "managed-by": "pulumi" };
  expect(identityTagsOf(config)).toEqual(identity);
  expect(nameStack(identity, markOf(config))).toBe(true);
  expect(nameStack({ project: "rai-lab", stack: "spring" }, markOf(config))).toBe(false);
  expect(nameStack(undefined, markOf(config))).toBe(false);
});
