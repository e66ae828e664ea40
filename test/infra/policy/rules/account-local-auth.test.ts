import { expect, test } from "vitest";
import { accountLocalAuth } from "../../../../infra/policy/rules/account-local-auth";
import { judge } from "../../../support/policy/rule";

const settings = { forbidden: true };

test.each([{}, { properties: { disableLocalAuth: false } }])(
  "%j where Entra is demanded",
  (props) => {
    expect(judge(accountLocalAuth, props, { settings })).toEqual(["it takes keys"]);
  },
);

test("keys are disabled, or nobody minds", () => {
  expect(judge(accountLocalAuth, { properties: { disableLocalAuth: true } }, { settings })).toEqual(
    [],
  );
  expect(judge(accountLocalAuth, {})).toEqual([]);
});
