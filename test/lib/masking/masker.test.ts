import fc from "fast-check";
import { expect, test } from "vitest";
import { Masker } from "../../../scripts/lib/masking/masker";

const masker = () => new Masker({ stack: ["spring-ada"], name: ["Ada", "Ada Lovelace", "ed"] });

test("a name has one label in any case, and a longer name goes before its beginning", () => {
  expect(masker().text("rg-rai-lab-SPRING-ADA of ada lovelace, not of Ada")).toBe(
    "rg-rai-lab-<stack-1> of <name-1>, not of <name-2>",
  );
});

test("a short name is masked where it stands alone", () => {
  expect(masker().text("ed created a bed, Ed")).toBe("<name-3> created a bed, <name-3>");
});

test.each([
  ["a GUID", "id 0b1f4a0e-0d55-4c3b-9d0e-1a2b3c4d5e6f", "id <id-1>"],
  ["a mail address", "to ada.l@school.example, now", "to <mail-1>, now"],
  ["a token of Entra ID", "got eyJhbGciOi.eyJpc3MiOi.c2lnbmF0dXJl", "got <token>"],
  ["a token of Databricks", "dapi0123456789abcdef0123456789abcdef", "<token>"],
  ["a header", "Authorization: Bearer abc.def", "Authorization: Bearer <token>"],
  ["a query", "https://x/blob?sv=1&sig=abcDEF%2f&se=2", "https://x/blob?sv=1&sig=<secret>&se=2"],
  ["a setting", 'clientSecret: "qwertyuiop"', 'clientSecret: "<secret>"'],
  ["a key in hex", "0123456789abcdef0123456789abcdef", "<key>"],
  ["a key in base64", "AbCdEfGh0123456789AbCdEfGh0123456789AbCdEfG=", "<key>"],
  ["a key in base64url", "of Ab-dEf_h0123456789AbCdE-Gh0123456789AbCd: no", "of <key>: no"],
  ["a secret of Entra ID", "got 'a1B8Q~AbCdEfGh.jKlMn-pQrSt_vWxYz~012345'", "got '<key>'"],
  ["a secret of Databricks", "dose0123456789abcdef0123456789abcdef", "<token>"],
  ["a workspace", "https://adb-1234567890123456.7.azuredatabricks.net/x", "https://<host-1>/x"],
  ["an account", "https://oai-school-1.openai.azure.com/", "https://<host-1>.openai.azure.com/"],
  [
    "a home",
    "in /home/ada/lab and C:\\Users\\ada\\lab",
    "in /home/<user-1>/lab and C:\\Users\\<user-1>\\lab",
  ],
  ["an address", "from 203.0.113.7, not 127.0.0.1:8443", "from <address-1>, not 127.0.0.1:8443"],
])("%s is masked wherever it stands", (_what, text, masked) => {
  expect(new Masker({}).text(text)).toBe(masked);
});

test.each([
  "gpt-5.6-luna 2026-07-09 (GlobalStandard) in eastus2",
  "runtime 16.4.x-cpu-ml-scala2.12 on Standard_D4ds_v5",
  "Microsoft.CognitiveServices/accounts/write at 2026-11-30T15:02:00.213Z",
  "scripts/commands/stack/session-local.ts:123:45",
  "dist/policies/a-long-Name-of-a-file-with-2-digits.js:12:3",
])("what names nobody stays: %s", (text) => {
  expect(new Masker({}).text(text)).toBe(text);
});

test("masking twice changes nothing more", () => {
  expect(masker().text(masker().text("spring-ada ada@x.example password=abcdef"))).toBe(
    "<stack-1> <name-2>@x.example password=<secret>",
  );
});

test("no name is left anywhere in a value, in keys neither", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom("spring-ada", "Ada Lovelace"), (value, name) => {
      const planted = { [`x${name}y`]: [value, { deep: `${name}!` }], value };
      const text = JSON.stringify(masker().json(planted));
      expect(text).not.toContain(name);
      expect(JSON.parse(text)).toMatchObject({});
    }),
    { seed: 1, numRuns: 100 },
  );
});
