import { expect, test } from "vitest";
import { modelUserName } from "../../../infra/names/role-assignment-name";

const NAME = "afd00141-19f3-8740-9583-4218fb9bcd7e";

test("one name for each principal at each account, however Azure spells them, and the same for ever", () => {
  expect(modelUserName("/accounts/a", "o")).toBe(NAME);
  expect(modelUserName("/Accounts/A", "O")).toBe(NAME);
  expect(
    new Set([NAME, modelUserName("/accounts/b", "o"), modelUserName("/accounts/a", "p")]).size,
  ).toBe(3);
});
