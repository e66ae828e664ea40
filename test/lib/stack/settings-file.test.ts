import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { readSettingsFile } from "../../../scripts/lib/stack/settings-file";
import { temporaryFolder } from "../../support/folder";

const fileWith = (content: string | Buffer): string => {
  const file = path.join(temporaryFolder(), "Pulumi.dev.yaml");
  writeFileSync(file, content);
  return file;
};
const utf16 = Buffer.from("\ufeffconfig: {}\n", "utf16le");

test.each<[string, string | Buffer, RegExp]>([
  ["an empty config", "config:\n", /a config that is empty instead of a mapping/],
  ["a number as config", "config: 7\n", /a config that is a number/],
  ["a list as config", "config: []\n", /a config that is a list/],
  ["an alias of itself", "config: &a\n  rai-lab:model: *a\n", /is no JSON value|cannot be read/],
  ["UTF-16, as PowerShell's > writes it", utf16, /is UTF-16 text/],
  ["UTF-16 without a mark", utf16.subarray(2), /is UTF-16 text/],
  ["a binary", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe]), /is not UTF-8 text/],
  ["nothing", "", /is empty/],
  ["a comment alone", "# mine\n", /is empty/],
  ["a list", "- rai-lab:location: x\n", /holds no mapping/],
  ["a scalar", "eastus2\n", /holds no mapping/],
  ["a duplicate key", "config:\n  rai-lab:lock: true\n  rai-lab:lock: false\n", /unique/],
  ["a key without a namespace", "config:\n  location: x\n", /"location" without a namespace/],
  ["a setting outside of config", "rai-lab:location: x\n", /outside of config/],
  ["a key without a value", "config:\n  rai-lab:location:\n", /no value for rai-lab:location/],
  ["bad YAML", "config: [", /is not the YAML of settings/],
  ["deep nesting", `config: ${"[".repeat(50_000)}`, /not a settings file/],
  ["a huge file", `# ${"x".repeat(300_000)}\n`, /has \d+ bytes/],
])("%s is not a settings file: one message with file and cure", (_name, content, reason) => {
  const file = fileWith(content);
  expect(() => readSettingsFile(file)).toThrow(
    expect.objectContaining({
      code: "config",
      message: expect.stringMatching(/^not a settings file: Pulumi\.dev\.yaml /),
      where: file,
      cure: expect.stringMatching(/./),
    }),
  );
  expect(() => readSettingsFile(file)).toThrow(reason);
});

test("settings are read as they are written; other keys of Pulumi's are left alone", () => {
  const text = "encryptionsalt: v1:x\nconfig:\n  rai-lab:model:\n    capacity: 7\n";
  expect(readSettingsFile(fileWith(text))).toEqual({ "rai-lab:model": { capacity: 7 } });
  expect(readSettingsFile(fileWith("\ufeffconfig: {}\n"))).toEqual({});
});
