import { expect, test } from "vitest";
import { keysInClear } from "../../../../infra/policy/rules/keys-in-clear";
import { ACCOUNT, CLUSTER, SECRET } from "../../../../infra/policy/types";
import { checkResource } from "../../../support/policy/rule";

const HEX = "0123456789abcdef0123456789abcdef";
const LONG = `${"Ab3".repeat(17)}xJQQJ99${"Zz9".repeat(8)}qw`;

test.each([
  ["a tag", ACCOUNT, { tags: { note: `key ${HEX}` } }, "tags.note holds an Azure AI key in clear"],
  [
    "a long key in the environment",
    CLUSTER,
    { sparkEnvVars: { K: LONG } },
    "sparkEnvVars.K holds an Azure AI key in clear",
  ],
  [
    "a Databricks token in a script",
    CLUSTER,
    { initScripts: [{ args: `dapi${HEX}-2` }] },
    "initScripts[0].args holds a Databricks token in clear",
  ],
  [
    "a client secret",
    CLUSTER,
    { sparkConf: { a: `abc8Q~${"x".repeat(34)}` } },
    "sparkConf.a holds an Entra client secret in clear",
  ],
  [
    "an OpenAI key",
    CLUSTER,
    { customTags: { a: `sk-${"x1".repeat(12)}` } },
    "customTags.a holds an OpenAI key in clear",
  ],
  [
    "a signed address",
    CLUSTER,
    { a: `https://x/y?sv=1&sig=${"ab%2B".repeat(6)}` },
    "a holds a signed address in clear",
  ],
  [
    "the key's own resource, in its name",
    SECRET,
    { key: HEX },
    "key holds an Azure AI key in clear",
  ],
])("%s", (_title, type, props, message) => {
  expect(checkResource(keysInClear, props, { type })).toEqual([message]);
});

test("the place made for a key may hold it", () => {
  expect(
    checkResource(
      keysInClear,
      { scope: "s", key: "openai-key", stringValue: HEX },
      { type: SECRET },
    ),
  ).toEqual([]);
});

test("no message quotes what it found", () => {
  expect(
    checkResource(keysInClear, { tags: { note: HEX } }, { type: ACCOUNT }).join(),
  ).not.toContain(HEX);
});

test("ids are no keys", () => {
  const id =
    "/subscriptions/00000000-0000-4000-8000-000000000001/providers/x/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";
  expect(
    checkResource(keysInClear, {
      id,
      name: "oai-rai-lab-dev-9eff68",
      reference: "{{secrets/rai-lab-dev/openai-key}}",
    }),
  ).toEqual([]);
});
