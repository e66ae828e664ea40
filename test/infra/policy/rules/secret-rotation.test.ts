import { expect, test } from "vitest";
import { secretRotation } from "../../../../infra/policy/rules/secret-rotation";
import { SECRET, SECRET_ACL } from "../../../../infra/policy/types";
import { checkResource } from "../../../support/policy/rule";

test.each([SECRET, SECRET_ACL])("%s that is created before it is deleted", (type) => {
  expect(checkResource(secretRotation, {}, { type, deleteBeforeReplace: false })).toEqual([
    "its next change would delete it",
  ]);
  expect(checkResource(secretRotation, {}, { type, deleteBeforeReplace: true })).toEqual([]);
});
