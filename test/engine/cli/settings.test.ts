import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { settingsFiles } from "../../../scripts/engine/cli/settings";
import { temporaryFolder } from "../../support/folder";

const stack = {
  project: "demo",
  name: "dev",
  backend: "",
  passphrase: "",
  config: { "demo:expires": "2027-01-31", "demo:size": "5", "demo:token": "hidden" },
  secretKeys: ["demo:token"],
};

test("the stack's configuration and how its secrets are kept, beside the committed file", () => {
  const project = temporaryFolder();
  const committed = "encryptionsalt: v1:salt\nconfig:\n  demo:size: 1\n  demo:old: true\n";
  writeFileSync(path.join(project, "Pulumi.dev.yaml"), committed);
  const { folder, file, remove } = settingsFiles(project, stack);
  expect(parse(readFileSync(file, "utf8"))).toEqual({
    encryptionsalt: "v1:salt",
    config: { "demo:expires": "2027-01-31", "demo:size": "5" },
  });
  // The CLI's YAML takes an unquoted date for a time.
  expect(readFileSync(file, "utf8")).toContain('demo:expires: "2027-01-31"');
  expect(parse(readFileSync(path.join(folder, "Pulumi.yaml"), "utf8"))).toEqual({
    name: "demo",
    runtime: "nodejs",
  });
  expect(readFileSync(path.join(project, "Pulumi.dev.yaml"), "utf8")).toBe(committed);
  remove();
  expect(existsSync(folder)).toBe(false);
});

test("a stack in a backend of its own is not encrypted as the committed file says", () => {
  const project = temporaryFolder();
  const committed =
    "secretsprovider: awskms://k\nencryptedkey: k\nencryptionsalt: v1:salt\nenvironment: [class]\n";
  writeFileSync(path.join(project, "Pulumi.dev.yaml"), committed);
  const { file, remove } = settingsFiles(project, { ...stack, backend: "/home/.lab/backend" });
  expect(Object.keys(parse(readFileSync(file, "utf8")) as object)).toEqual([
    "environment",
    "config",
  ]);
  remove();
});

test("a stack without a committed file has settings all the same", () => {
  const { file, remove } = settingsFiles(temporaryFolder(), { ...stack, secretKeys: [] });
  expect(parse(readFileSync(file, "utf8"))).toEqual({ config: stack.config });
  remove();
});
