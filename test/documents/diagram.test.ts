import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/folder";

const root = path.join(__dirname, "../..");
const CONFIG = ".dependency-cruiser.cjs";
const CRUISER = path.join(root, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");

interface Cruise {
  modules: { source: string; dependencies: { resolved: string }[] }[];
}

/** Runs dependency-cruiser in a folder with the configuration there, as `npm run lint` does. */
function depcruise(cwd: string, args: string[]): Promise<{ failed: boolean; output: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [CRUISER, "--config", CONFIG, ...args],
      { cwd, maxBuffer: 1 << 28 },
      (error, stdout, stderr) => {
        resolve({ failed: error !== null, output: stdout + stderr });
      },
    );
  });
}

/** The files that every room may import are in no room. */
const SHARED = /^infra\/(errors|error-codes|serialisable-error|json-object)\.ts$/;

/** The room of a file as the diagram calls it: a folder of `scripts/`, or a folder of the root. */
function roomOf(file: string): string | undefined {
  if (SHARED.test(file)) return undefined;
  return /^(?:scripts\/([^/]+)|(infra|bench|notebooks)\/)/.exec(file)?.slice(1).find(Boolean);
}

/** Arrows between rooms, one for each pair that any import joins. */
function arrowsOf({ modules }: Cruise): string[] {
  const arrows = new Set<string>();
  for (const { source, dependencies } of modules)
    for (const { resolved } of dependencies) {
      const [from, to] = [roomOf(source), roomOf(resolved)];
      if (from !== undefined && to !== undefined && from !== to) arrows.add(`${from} --> ${to}`);
    }
  return [...arrows].sort();
}

/** Arrows of a Mermaid flowchart, in which `a --> b & c` are two. */
function arrowsDrawn(document: string): string[] {
  const [, chart = ""] = /```mermaid\n(flowchart [\s\S]*?)```/.exec(document) ?? [];
  return [...chart.matchAll(/^ *(.+) --> (.+)$/gm)]
    .flatMap(([, from = "", to = ""]) =>
      from.split(" & ").flatMap((a) => to.split(" & ").map((b) => `${a} --> ${b}`)),
    )
    .sort();
}

test("AGENTS.md draws exactly the imports between rooms", async () => {
  const rooms = ["infra", "scripts", "bench", "--output-type", "json"];
  const { output } = await depcruise(root, rooms);
  const drawn = arrowsDrawn(readFileSync(path.join(root, "AGENTS.md"), "utf8"));
  expect(drawn).toEqual(arrowsOf(JSON.parse(output) as Cruise));
});

test("drawn and real arrows are read the same way", () => {
  const real = arrowsOf({
    modules: [
      {
        source: "scripts/probe/index.ts",
        dependencies: [{ resolved: "scripts/base/clock.ts" }, { resolved: "infra/errors.ts" }],
      },
      { source: "scripts/lab.ts", dependencies: [{ resolved: "scripts/commands/up.ts" }] },
    ],
  });
  expect(real).toEqual(["lab.ts --> commands", "probe --> base"]);
  const drawn = arrowsDrawn("```mermaid\nflowchart TD\n  lab.ts --> commands & probe\n```\n");
  expect(drawn).toEqual(["lab.ts --> commands", "lab.ts --> probe"]);
});

/** A tree with our configuration; `files` are written into it. */
function treeOf(files: Record<string, string>): string {
  const folder = temporaryFolder();
  cpSync(path.join(root, CONFIG), path.join(folder, CONFIG));
  writeFileSync(path.join(folder, "tsconfig.json"), '{ "compilerOptions": { "strict": true } }\n');
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
  return folder;
}

const ALLOWED = {
  "infra/outputs.ts": "export interface Outputs { host: string }\n",
  "scripts/engine/engine.ts": 'export const name = "engine";\n',
  "scripts/cloud/cloud.ts": 'export const name = "cloud";\n',
  "scripts/probe/index.ts": 'export type { Outputs } from "../../infra/outputs";\n',
  "scripts/providers/index.ts":
    'export { name } from "../engine/engine";\nexport { name as cloud } from "../cloud/cloud";\n',
};

test("lint accepts the arrows that the list of rooms has", async () => {
  const { failed, output } = await depcruise(treeOf(ALLOWED), ["infra", "scripts"]);
  expect(output).toContain("no dependency violations found");
  expect(failed).toBe(false);
});

interface Refusal {
  what: string;
  files: Record<string, string>;
  rule: string;
  names: string[];
}

test.each<Refusal>([
  {
    what: "an import circle of types",
    files: {
      "scripts/engine/a.ts": 'import type { B } from "./b";\nexport interface A { b: B }\n',
      "scripts/engine/b.ts": 'import type { A } from "./a";\nexport interface B { a?: A }\n',
    },
    rule: "no import circle",
    names: ["scripts/engine/a.ts", "scripts/engine/b.ts"],
  },
  {
    what: "an arrow from the cloud to the engine",
    files: { "scripts/cloud/a.ts": 'export { name } from "../engine/engine";\n' },
    rule: "scripts/cloud imports only itself, scripts/base",
    names: ["scripts/cloud/a.ts", "scripts/engine/engine.ts"],
  },
  {
    what: "an arrow from the program to the scripts",
    files: {
      "infra/a.ts":
        'import type { name } from "../scripts/cloud/cloud";\nexport type A = typeof name;\n',
    },
    rule: "infra imports only itself",
    names: ["infra/a.ts", "scripts/cloud/cloud.ts"],
  },
])("lint refuses $what", async ({ files, rule, names }) => {
  const folder = treeOf({ ...ALLOWED, ...files });
  const { failed, output } = await depcruise(folder, ["infra", "scripts"]);
  expect(failed).toBe(true);
  for (const part of [rule, ...names]) expect(output).toContain(part);
  expect(output).toMatch(/\b(1|2) dependency violations/);
});
