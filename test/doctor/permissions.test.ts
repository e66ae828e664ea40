import { expect, test } from "vitest";
import { allows } from "../../scripts/doctor/permissions";

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
