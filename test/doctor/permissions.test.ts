import { expect, test } from "vitest";
import { allows, allowsData } from "../../scripts/doctor/permissions";

const WRITE = "Microsoft.Authorization/roleAssignments/write";

test.each([
  [true, [{ actions: ["*"] }]],
  [true, [{ actions: ["microsoft.authorization/*/WRITE"] }]],
  [true, [{ actions: ["*/write"], notActions: ["Microsoft.Authorization/*/delete"] }]],
  [true, [{ actions: ["*"], notActions: ["*/Write"] }, { actions: [WRITE] }]],
  [false, [{ actions: ["*"], notActions: ["Microsoft.Authorization/*/Write"] }]],
  [false, [{ actions: ["*/read", "Microsoft.Authorization/roleAssignments"] }]],
  [false, [{ actions: ["MicrosoftXAuthorization/*"] }]],
  [false, [{}]],
  [false, []],
])("%s of %j", (expected, permissions) => {
  expect(allows(permissions, WRITE)).toBe(expected);
});

test("rights to data are apart from those to resources", () => {
  const reader = { actions: ["*"], dataActions: ["A/b/*"], notDataActions: ["A/b/c"] };
  expect(allowsData([reader], "a/B/d")).toBe(true);
  expect(allowsData([reader], "A/b/c")).toBe(false);
  expect(allowsData([{ actions: ["*"] }], "A/b/d")).toBe(false);
});
