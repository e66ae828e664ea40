import { expect, test } from "vitest";
import { clusterSecrets } from "../../../../infra/policy/rules/cluster-secrets";
import { checkResource } from "../../../support/policy/rule";
import { UNKNOWN } from "../../../../infra/policy/value";

test.each([
  [{ sparkEnvVars: { OPENAI_API_KEY: "canary" } }, "sparkEnvVars.OPENAI_API_KEY is a literal"],
  [{ sparkEnvVars: { DB_PASSWORD: "x" } }, "sparkEnvVars.DB_PASSWORD is a literal"],
  [
    { sparkConf: { "fs.azure.account.oauth2.client.secret": "x" } },
    "sparkConf.fs.azure.account.oauth2.client.secret is a literal",
  ],
  [{ sparkEnvVars: { API_KEY: "prefix {{secrets/a/b}}" } }, "sparkEnvVars.API_KEY is a literal"],
])("%j", (props, message) => {
  expect(checkResource(clusterSecrets, props)).toEqual([message]);
});

test("references and names of keys are fine", () => {
  expect(
    checkResource(clusterSecrets, {
      sparkEnvVars: { OPENAI_API_KEY: "{{secrets/rai-lab-dev/openai-key}}" },
    }),
  ).toEqual([]);
  expect(
    checkResource(clusterSecrets, { sparkEnvVars: { KEY_NAME: "openai-key", API_KEY: UNKNOWN } }),
  ).toEqual([]);
});
