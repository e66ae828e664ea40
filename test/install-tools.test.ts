import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "./support/folder";

const TOOLS = ["tsx/package.json", "@pulumi/pulumi/index.d.ts"];
const INSTALLS = `echo "$@" >calls && for file in ${TOOLS.join(" ")}; do
  mkdir -p "node_modules/$(dirname "$file")" && touch "node_modules/$file"
done`;
const FAILS = "mkdir node_modules; echo 'npm error network request failed' >&2; exit 1";

/** A clone with the files in node_modules, and an npm that does as told. */
function cloneWith(files: string[], npm: string): string {
  const root = temporaryFolder();
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  for (const file of files) write(path.join("node_modules", file), "");
  write("bin/npm", `#!/bin/sh\n${npm}\n`);
  chmodSync(path.join(root, "bin/npm"), 0o755);
  mkdirSync(path.join(root, "test"));
  copyFileSync(
    path.join(__dirname, "install-tools.cjs"),
    path.join(root, "test/install-tools.cjs"),
  );
  return root;
}

function install(root: string): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["test/install-tools.cjs"], {
    cwd: root,
    env: { PATH: `${path.join(root, "bin")}:/usr/bin:/bin` },
    encoding: "utf8",
  });
  return { status, said: stdout + stderr };
}

const has = (root: string, file: string): boolean => existsSync(path.join(root, file));

test.each([
  ["the tools", TOOLS.slice(1)],
  ["the types", TOOLS.slice(0, 1)],
])("npm test brings %s where they are missing", (_, files) => {
  const root = cloneWith([...files, "openai/index.js"], INSTALLS);
  const { status, said } = install(root);
  expect([status, said.trim().split("\n")]).toEqual([
    0,
    [expect.stringContaining("tools of development")],
  ]);
  expect(TOOLS.filter((tool) => !has(root, `node_modules/${tool}`))).toEqual([]);
  expect(has(root, "node_modules.before")).toBe(false);
  expect(install(root)).toEqual({ status: 0, said: "" });
});

test("without a network the lab stays as it was installed, and the cure is named", () => {
  const root = cloneWith(["openai/index.js"], FAILS);
  const { status, said } = install(root);
  expect(status).toBe(1);
  expect(said).toMatch(/could not be installed: npm error network[^]*cure: {2}npm ci/);
  expect(has(root, "node_modules/openai/index.js")).toBe(true);
  expect(has(root, "node_modules.before")).toBe(false);
});
