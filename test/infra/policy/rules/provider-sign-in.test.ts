import { expect, test } from "vitest";
import { providerSignIn } from "../../../../infra/policy/rules/provider-sign-in";
import { AZURE_PROVIDER } from "../../../../infra/policy/types";
import { checkResource } from "../../../support/policy/rule";

test.each([
  [{ authType: "pat", token: "x" }, "token is configured in the program"],
  [
    { authType: "azure-client-secret", azureClientSecret: "x" },
    "azureClientSecret is configured in the program",
  ],
  [{ host: "https://x" }, "authType is not set"],
])("%j", (props, message) => {
  expect(checkResource(providerSignIn, props)).toEqual([message]);
});

test("azure-native: no secret either, and it has no authType", () => {
  expect(checkResource(providerSignIn, { clientSecret: "x" }, { type: AZURE_PROVIDER })).toEqual([
    "clientSecret is configured in the program",
  ]);
  expect(checkResource(providerSignIn, { subscriptionId: "x" }, { type: AZURE_PROVIDER })).toEqual(
    [],
  );
});
