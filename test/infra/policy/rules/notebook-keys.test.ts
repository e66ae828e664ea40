import { expect, test } from "vitest";
import { notebookKeys } from "../../../../infra/policy/rules/notebook-keys";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { WORKSPACE_FILE } from "../../../../infra/policy/types";
import { checkResource, TEST_CONTEXT } from "../../../support/policy/rule";

const HEX = "0123456789abcdef0123456789abcdef";
const base64 = (text: string) => ({ contentBase64: Buffer.from(text).toString("base64") });

test.each([
  [`client = AzureOpenAI(api_key="${HEX}")`, "its text contains an Azure AI key"],
  ['openai_api_key = "not-in-any-known-form"', "its text contains a key as a literal"],
  ['{"token": "abcdefghijklmnopqrst"}', "its text contains a key as a literal"],
  ["-----BEGIN RSA PRIVATE KEY-----", "its text contains a private key"],
])("%s", (text, message) => {
  expect(checkResource(notebookKeys, base64(text))).toEqual([message]);
  const context = {
    ...TEST_CONTEXT,
    read: (source: string) => (source === "lesson.py" ? text : undefined),
  };
  expect(checkResource(notebookKeys, { source: "lesson.py" }, { context })).toEqual([message]);
  expect(checkResource(notebookKeys, base64(text), { type: WORKSPACE_FILE })).toEqual([message]);
});

test.each([
  'api_key = dbutils.secrets.get(scope=scope, key="openai-key")',
  '{"secret_scope":"rai-lab-dev","secret_key":"openai-key"}',
  'api_key = "<your key>"',
])("%s is no key", (text) => {
  expect(checkResource(notebookKeys, base64(text))).toEqual([]);
});

test.each(["responsible-ai.py", "lab_helpers.py", "lab_measures.py"])(
  "our own %s passes",
  (file) => {
    const read = (source: string) => readFileSync(join(__dirname, "../../../..", source), "utf8");
    const context = { ...TEST_CONTEXT, read };
    expect(checkResource(notebookKeys, { source: `notebooks/${file}` }, { context })).toEqual([]);
  },
);
