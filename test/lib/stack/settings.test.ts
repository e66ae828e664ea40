import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { readSettings, writeSetting, writeSettings } from "../../../scripts/lib/stack/settings";
import { temporaryFolder } from "../../support/folder";

const project = `name: demo
runtime: nodejs
config:
  demo:location: { default: eastus2 }
  profile:
    default: current
`;

function files(contents: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries({ "Pulumi.yaml": project, ...contents }))
    writeFileSync(path.join(folder, name), text);
  return folder;
}

describe("readSettings", () => {
  test("fills the project's defaults in, under the project's own namespace", () => {
    expect(readSettings(files({}), "dev")).toEqual({
      project: "demo",
      stack: "dev",
      config: { "demo:location": "eastus2", "demo:profile": "current" },
      origins: {},
    });
  });

  test("the user's file wins over what a local run decided, and that over defaults; values know their file", () => {
    const folder = files({
      "Pulumi.dev.yaml":
        "config:\n  demo:location: swedencentral\n  demo:model:\n    capacity: 7\n",
      "decided.yaml": 'config:\n  demo:location: "northcentralus"\n  demo:lock: true\n',
    });
    const { config, origins } = readSettings(folder, "dev", {
      decided: path.join(folder, "decided.yaml"),
    });
    expect(config).toEqual({
      "demo:location": "swedencentral",
      "demo:profile": "current",
      "demo:model": '{"capacity":7}',
      "demo:lock": "true",
    });
    expect(origins).toEqual({
      "demo:location": "Pulumi.dev.yaml",
      "demo:model": "Pulumi.dev.yaml",
      "demo:lock": "decided.yaml",
    });
  });

  test("an encrypted value is refused with its cure", () => {
    const folder = files({ "Pulumi.dev.yaml": "config:\n  demo:location:\n    secure: v1:abc\n" });
    expect(() => readSettings(folder, "dev")).toThrow(
      expect.objectContaining({ code: "config", cure: "pulumi config rm demo:location" }),
    );
  });

  test("a damaged file is named", () => {
    const folder = files({ "Pulumi.dev.yaml": "config: [" });
    expect(() => readSettings(folder, "dev")).toThrow(
      expect.objectContaining({ code: "config", where: path.join(folder, "Pulumi.dev.yaml") }),
    );
  });

  test.each(["", "../evil", "a b"])("%j cannot be a stack name", (name) => {
    expect(() => readSettings(files({}), name)).toThrow(expect.objectContaining({ code: "usage" }));
  });
});

test("writeSetting keeps comments and other keys; a date is text for the CLI, too", () => {
  const folder = files({ "Pulumi.dev.yaml": "# mine\nconfig:\n  demo:location: eastus2 # near\n" });
  const file = path.join(folder, "Pulumi.dev.yaml");
  writeSetting(file, "demo:expires", "2026-12-01");
  expect(readFileSync(file, "utf8")).toBe(
    '# mine\nconfig:\n  demo:location: eastus2 # near\n  demo:expires: "2026-12-01"\n',
  );
});

test("writeSettings writes inside maps, opens what `pulumi config set` left as JSON, and removes", () => {
  const before = `config:
  demo:model:
    name: a # the old one
    capacity: 5
  demo:openai: '{"auth":"key"}'
  demo:budget:
    amount: 5
`;
  const file = path.join(files({ "Pulumi.dev.yaml": before }), "Pulumi.dev.yaml");
  writeSettings(file, [
    [["demo:model", "name"], "b"],
    [["demo:openai", "apiVersion"], "v1"],
    [["demo:budget"], null],
    [["demo:databricks", "nodeType"], "Standard_D4ds_v5"],
  ]);
  expect(readFileSync(file, "utf8")).toBe(`config:
  demo:model:
    name: b # the old one
    capacity: 5
  demo:openai:
    auth: "key"
    apiVersion: "v1"
  demo:databricks:
    nodeType: "Standard_D4ds_v5"
`);
});
