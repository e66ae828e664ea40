import { expect, test } from "vitest";
import { accountLocalAuth } from "../../../../infra/policy/rules/account-local-auth";
import { checkResource } from "../../../support/policy/rule";

const settings = { forbidden: true };

test.each([{}, { properties: { disableLocalAuth: false } }])(
  "%j where Entra is demanded",
  (props) => {
    expect(checkResource(accountLocalAuth, props, { settings })).toEqual(["it takes keys"]);
  },
);

test("keys are disabled, or nobody minds", () => {
  expect(
    checkResource(accountLocalAuth, { properties: { disableLocalAuth: true } }, { settings }),
  ).toEqual([]);
  expect(checkResource(accountLocalAuth, {})).toEqual([]);
});
