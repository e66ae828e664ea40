import { expect, test } from "vitest";
import {
  credentialIn,
  isSecretReference,
  namesCredential,
} from "../../../infra/policy/credentials";

test.each([
  ["x AccountKey=" + "a1B2".repeat(12) + "==", "a storage account key"],
  ["Bearer eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0abc.c2lnbmF0dXJl", "an access token"],
  ["dose" + "0a".repeat(16), "a Databricks token"],
])("%s", (text, kind) => {
  expect(credentialIn(text)).toBe(kind);
});

test.each([
  "",
  "openai==2.54.0",
  "00000000-0000-4000-8000-000000000001",
  // A SHA-256 is twice as long as a key.
  "0123456789abcdef".repeat(4),
  "task-of-the-week-is-to-ask-nicely",
  "https://adb-4242.2.azuredatabricks.net/?o=4242#workspace/rai-lab/dev/responsible-ai",
])("%j is none", (text) => {
  expect(credentialIn(text)).toBeUndefined();
});

test("names", () => {
  expect(
    ["OPENAI_API_KEY", "apiKey", "azureClientSecret", "DB_PASSWORD", "token"].every(
      namesCredential,
    ),
  ).toBe(true);
  expect(["KEY_NAME", "secret_scope", "monkey", "tokenizer"].some(namesCredential)).toBe(false);
});

test("references", () => {
  expect(isSecretReference("{{secrets/rai-lab-dev/openai-key}}")).toBe(true);
  expect(isSecretReference("{{secrets/rai-lab-dev}}")).toBe(false);
  expect(isSecretReference("x{{secrets/a/b}}")).toBe(false);
});
