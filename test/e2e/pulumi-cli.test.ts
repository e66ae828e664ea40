/** The real Pulumi CLI on the local cloud, and the same histories under both engines. Needs `pulumi` on the PATH. */
import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { copyProject } from "../../bench/project-copy";
import { signIn } from "../../infra/azure/session";
import { trustCa } from "../../scripts/cloud/core/trusted-ca";
import { serveProviders } from "../../scripts/engine/cli/attached/serve";
import type { Engine, Stack } from "../../scripts/engine/engine";
import { embeddedEngine } from "../../scripts/engine/embedded";
import { pulumiEngine } from "../../scripts/engine/cli";
import { FakeCloud, fakePlugin } from "../support/engine/cloud";
import history from "../support/engine/history";
import { newStack, stateOf, type State } from "../support/engine/harness";
import { temporaryFolder } from "../support/folder";
import { documentOf, lab, startLab } from "../support/lab";
import { pulumiOnLocalCloud, skipWithoutCli } from "../support/engine/pulumi-cli";
import { seconds } from "../support/time-limits";

const ROOT = path.resolve(__dirname, "../..");
skipWithoutCli();

const NOTHING_CHANGED = { update: 0, replace: 0, delete: 0 };

const base = [
  { name: "a", size: 1, label: "one" },
  { name: "b", from: "a" },
  { name: "tied", labelFrom: "a" },
  { name: "painted", color: "red", secret: "hidden" },
];
const changed = [
  { name: "a", size: 2, label: "two" },
  base[1]!,
  base[2]!,
  { ...base[3]!, color: "blue" },
];
const steps: [string, object | "refresh" | "destroy", string | undefined][] = [
  ["created", { group: "g", resources: base }, undefined],
  ["unchanged", { group: "g", resources: base }, undefined],
  [
    "an update fails",
    { group: "g", resources: [{ ...base[0]!, size: 2 }, ...base.slice(1)] },
    "update a",
  ],
  ["both kinds of replacement", { group: "g", resources: changed }, undefined],
  ["refresh", "refresh", undefined],
  [
    "renamed",
    {
      group: "g",
      resources: [
        { ...changed[0]!, name: "z", aliases: ["a"] },
        { ...base[1]!, from: "z" },
      ],
    },
    undefined,
  ],
  ["destroy", "destroy", undefined],
];

/** A project whose program is the shared history. */
function project(): string {
  const folder = temporaryFolder();
  symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
  writeFileSync(path.join(folder, "Pulumi.yaml"), "name: demo\nruntime: nodejs\nmain: index.js\n");
  writeFileSync(path.join(folder, "package.json"), "{}");
  const program = JSON.stringify(path.join(ROOT, "test/support/engine/history.ts"));
  writeFileSync(
    path.join(folder, "index.js"),
    `require("tsx/cjs");\nmodule.exports = require(${program});\n`,
  );
  return folder;
}

/** The CLI writes keys in the order of the alphabet. */
const sorted = (v: unknown): unknown => {
  if (Array.isArray(v)) return v.map(sorted);
  if (typeof v !== "object" || v === null) return v;
  const entries = Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, child]) => [key, sorted(child)]));
};

/** What both engines must write alike: no ids of providers, times, ciphertexts or positions in the source. */
function comparable(stack: Stack): unknown {
  // The CLI leaves an empty list out.
  const state: Partial<State> = stateOf(stack);
  const resources = state.resources ?? [];
  const providers = resources.filter((r) => r.type.startsWith("pulumi:providers:"));
  const entries = resources.map(
    ({ urn, id, inputs, outputs, parent, dependencies, initErrors, provider }) => {
      let text = JSON.stringify(
        sorted({ urn, id, inputs, outputs, parent, dependencies, initErrors, provider }),
      );
      for (const p of providers) if (p.id) text = text.replaceAll(p.id, "ID");
      return text.replace(/"ciphertext":"[^"]*"/g, '"ciphertext":"…"');
    },
  );
  return entries.sort();
}

async function record(engine: Engine, cloud: FakeCloud, stack: Stack): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (const [what, goals, fault] of steps) {
    cloud.hook = ({ method, name, moment }) => {
      if (moment === "before" && `${method} ${name}` === fault) throw new Error("planned fault");
    };
    if (typeof goals !== "string") stack.config = { "demo:goals": JSON.stringify(goals) };
    const { counts, failures, outputs } =
      await engine[typeof goals === "string" ? goals : "up"](stack);
    // A refresh of the CLI counts components and the stack as unchanged; ours only what it asked a provider about.
    // At a failure it registers nothing more, ours goes on: how many it had found unchanged by then is chance.
    if (goals === "refresh" || fault !== undefined) counts.same = 0;
    const result = { counts, failures: failures.map((f) => f.urn), outputs };
    seen.push({ what, result, calls: cloud.log.splice(0).sort(), state: comparable(stack) });
  }
  return seen;
}

test(
  "the same history under both engines: equal calls, results and states",
  { timeout: seconds(30) },
  async () => {
    const [ours, theirs] = [new FakeCloud(), new FakeCloud()];
    const plugins = { fake: fakePlugin(ours) };
    const embedded = embeddedEngine({ program: () => history, plugins, localOnly: [] });
    const served = await serveProviders({ fake: fakePlugin(theirs) });
    onTestFinished(served.close);
    const home = temporaryFolder();
    const cli = pulumiEngine({ folder: project(), env: { ...process.env, ...served.env }, home });
    onTestFinished(() => cli.close());
    const [expected, found] = await Promise.all([
      record(embedded, ours, newStack()),
      record(cli, theirs, newStack()),
    ]);
    expect(found).toEqual(expected);
  },
);

const STUDENT = ["rai-lab:student.userName=student@rai-lab.example"];
const LAYOUTS: [string, string[]][] = [
  ["dev", STUDENT],
  ["spring", ["rai-lab:layout=class", "rai-lab:seats[0]=s01", "rai-lab:policy.maxDbusPerHour=2"]],
  ["s01", [...STUDENT, "rai-lab:layout=seat", "rai-lab:classStack=spring"]],
];

test(
  "plain `pulumi` on what lab cloud exports: nothing to do after up for all three layouts, destroy is clean",
  { timeout: seconds(60) },
  async () => {
    const folder = copyProject(temporaryFolder());
    const committed = readFileSync(path.join(folder, "Pulumi.yaml"), "utf8");
    const { pulumi } = await pulumiOnLocalCloud(folder);
    for (const [stack, settings] of LAYOUTS) {
      pulumi("stack", "init", stack);
      pulumi(
        "config",
        "set-all",
        "-s",
        stack,
        "--path",
        ...settings.flatMap((setting) => ["--plaintext", setting]),
      );
      expect(pulumi("up", "-s", stack, "--yes", "--skip-preview")).toMatch(/\+ \d+ created/);
      pulumi("preview", "-s", stack, "--expect-no-changes");
      pulumi("refresh", "-s", stack, "--yes", "--skip-preview", "--expect-no-changes");
    }
    // The class before its seat: a seat's destroy needs no workspace.
    for (const [stack] of LAYOUTS)
      expect(pulumi("destroy", "-s", stack, "--yes", "--skip-preview")).toMatch(/- \d+ deleted/);
    expect(readFileSync(path.join(folder, "Pulumi.yaml"), "utf8")).toBe(committed);
  },
);

test(
  "lab up, recover and destroy with --engine pulumi, from anywhere: one stack, nothing left",
  { timeout: seconds(30) },
  async () => {
    const home = temporaryFolder();
    const settings = readFileSync(path.join(ROOT, "Pulumi.dev.yaml"), "utf8");
    const cwd = temporaryFolder();
    const cli = (...args: string[]) =>
      startLab(home, [...args, "--local", "--engine", "pulumi", "--json"], { cwd }).ended;
    const up = await cli("up");
    expect(up.code, up.stderr).toBe(0);
    const { engine, resources, outputs } = documentOf<{
      engine: string;
      resources: Record<string, number>;
      outputs: Record<string, unknown>;
    }>(up);
    expect([engine, outputs.openaiKey]).toEqual(["pulumi", "[secret]"]);
    expect(documentOf<{ resources: object }>(await cli("up")).resources).toMatchObject({
      create: 0,
      update: 0,
      replace: 0,
      delete: 0,
    });
    expect(documentOf<{ interrupted: string[] }>(await cli("recover")).interrupted).toEqual([]);
    const destroyed = await cli("destroy");
    expect(destroyed.code, destroyed.stderr).toBe(0);
    expect(documentOf<{ resources: object; proof: { left: unknown[] } }>(destroyed)).toMatchObject({
      resources: { delete: resources.create },
      proof: { left: [] },
    });
    expect(readFileSync(path.join(ROOT, "Pulumi.dev.yaml"), "utf8")).toBe(settings);
  },
);

test(
  "a lost state: lab recover takes the lab into a new one, and destroy leaves nothing",
  { timeout: seconds(60) },
  async () => {
    const home = temporaryFolder();
    const cli = async <T>(command: string): Promise<T> => {
      const args = [command, "--local", "--engine", "pulumi", "--json"];
      const ended = await startLab(home, args).ended;
      expect(ended.code, ended.stderr).toBe(0);
      return documentOf<T>(ended);
    };
    type Outputs = Record<string, string>;
    const { outputs: before } = await cli<{ outputs: Outputs }>("up");
    rmSync(path.join(home, "backend/.pulumi"), { recursive: true });
    const { adopted } = await cli<{ adopted: string[] }>("recover");
    expect(adopted.sort()).toEqual([
      ...["access-scope", "compute-cluster", "databricks-workspace", "lab-group"],
      ...["openai-account", "openai-deployment"],
    ]);
    // What a second create does no harm to is not looked for: files, grants, and what acts at a destroy only.
    const { resources, outputs } = await cli<{ resources: object; outputs: Outputs }>("up");
    expect(resources).toMatchObject(NOTHING_CHANGED);
    expect(outputs).toEqual(before);
    expect(await cli("up")).toMatchObject({ resources: { create: 0, ...NOTHING_CHANGED } });
    expect(await cli("destroy")).toMatchObject({ proof: { left: [], unknown: [] } });
  },
);

test(
  "a workspace deleted by hand: `lab recover` cures what plain `pulumi refresh` cannot",
  { timeout: seconds(30) },
  async () => {
    const { pulumi, refused, home, connection } = await pulumiOnLocalCloud(
      copyProject(temporaryFolder()),
    );
    trustCa(readFileSync(connection.caFile, "utf8"));
    const cli = (command: string) => lab(home, command, "--local", "--engine", "pulumi", "--json");
    const up = await cli("up");
    expect(up.code, up.stderr).toBe(0);
    const { outputs } = documentOf<{ outputs: Record<string, string> }>(up);
    const workspace = outputs.databricksWorkspaceResourceId ?? "";
    const arm = await signIn(connection.env);
    const url = `${arm.resourceManager}${workspace}?api-version=2026-01-01`;
    await arm.pollUntilDone(await arm.requestWithRetry("DELETE", url), workspace);
    const refresh = ["refresh", "-s", "dev", "--yes", "--skip-preview"];
    // Twice: the first one makes the CLI forget that all of it is `deletedWith` the workspace.
    for (const _ of ["first", "again"]) expect(refused(...refresh)).toContain("ECONNREFUSED");
    const recovered = await cli("recover");
    expect(recovered.code, recovered.stderr).toBe(0);
    expect(documentOf<{ resources: object }>(recovered).resources).toMatchObject({
      create: 0,
      update: 0,
      replace: 0,
    });
    pulumi(...refresh, "--expect-no-changes");
    const destroyed = await cli("destroy");
    expect(destroyed.code, destroyed.stderr).toBe(0);
    expect(documentOf<{ proof: { left: unknown[] } }>(destroyed).proof.left).toEqual([]);
  },
);
