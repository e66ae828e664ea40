/**
 * The same history run three ways: messages passed directly, gRPC on a socket, and the SDK's own `cmd/run` in a process
 * of its own. Calls and states must be equal: direct mode is the protocol, not something like it.
 */
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import type { EmbeddedOptions } from "../../../scripts/engine/embedded";
import { FakeCloud } from "../../support/engine/cloud";
import program from "../../support/engine/history";
import { EngineHarness, newStack, stackIn, type State } from "../../support/engine/harness";

const main = join(__dirname, "../../support/engine/history.ts");
const ways: Record<string, Partial<EmbeddedOptions>> = {
  direct: { program: () => program },
  wire: { program: () => program, transport: "wire" },
  process: {
    program: () => ({
      main,
      cwd: process.cwd(),
      env: { ...process.env, NODE_OPTIONS: "--import tsx" },
    }),
  },
};

const base = [
  { name: "a", size: 1, label: "one" },
  { name: "b", from: "a" },
  { name: "tied", labelFrom: "a" },
  { name: "painted", color: "red", secret: "hidden" },
];
const history: [string, object | "refresh" | "destroy", string | undefined][] = [
  ["all created", { group: "g", resources: base }, undefined],
  [
    "an update fails, the rest goes on",
    { group: "g", resources: [{ ...base[0]!, size: 2 }, ...base.slice(1), { name: "new" }] },
    "update a",
  ],
  [
    "healed, and both kinds of replacement",
    {
      group: "g",
      resources: [
        { name: "a", size: 2, label: "two" },
        base[1]!,
        base[2]!,
        { ...base[3]!, color: "blue" },
      ],
    },
    undefined,
  ],
  ["refresh", "refresh", undefined],
  [
    "renamed, retained, dropped",
    {
      group: "g",
      host: "127.0.0.1:7",
      resources: [
        { name: "renamed", aliases: ["a"], size: 2, label: "two" },
        { ...base[1]!, from: "renamed", retainOnDelete: true },
      ],
    },
    undefined,
  ],
  [
    "sized by another stack",
    {
      group: "g",
      host: "127.0.0.1:7",
      shared: "organization/demo/class",
      resources: [{ name: "renamed", label: "two" }],
    },
    undefined,
  ],
  ["refreshed with it", "refresh", undefined],
  [
    "a first trigger",
    { group: "g", resources: [{ name: "renamed", label: "two", trigger: "one" }] },
    undefined,
  ],
  [
    "a changed trigger",
    { group: "g", resources: [{ name: "renamed", color: "red", trigger: "two" }] },
    undefined,
  ],
  ["destroy", "destroy", undefined],
];

/** Ids of providers and times of change differ from run to run, and so does the order of parallel siblings. */
function comparable(state: State): unknown {
  const providers = state.resources.filter((r) => r.type.startsWith("pulumi:providers:"));
  const entries = state.resources.map((r) => {
    let text = JSON.stringify({ ...r, created: undefined, modified: undefined });
    for (const p of providers) if (p.id) text = text.replaceAll(p.id, "ID");
    return text.replace(/"ciphertext":"[^"]*"/g, '"ciphertext":"…"');
  });
  return { entries: entries.sort(), pending: state.pending_operations };
}

test("direct, wire and process give equal calls, results and states at every step of a history", async () => {
  const record = async (options: Partial<EmbeddedOptions>): Promise<unknown[]> => {
    const b = new EngineHarness(new FakeCloud(), newStack(), options);
    const shared = { size: 7, key: pulumi.secret("theirs") };
    await new EngineHarness(b.cloud, stackIn(b.stack.backend, "class")).up(() =>
      Promise.resolve(shared),
    );
    const steps: unknown[] = [];
    for (const [what, goals, fault] of history) {
      b.cloud.hook = ({ method, name, moment }) => {
        if (moment === "before" && `${method} ${name}` === fault) throw new Error("planned fault");
      };
      if (typeof goals !== "string") b.stack.config = { "demo:goals": JSON.stringify(goals) };
      const operation = typeof goals === "string" ? goals : "up";
      const { counts, failures, outputs } = await b.engine[operation](b.stack);
      const result = { counts, failures: failures.map((f) => f.urn), outputs };
      steps.push({ what, result, calls: b.calls().sort(), state: comparable(b.state) });
    }
    return steps;
  };
  const [direct, wire, separate] = await Promise.all(Object.values(ways).map(record));
  expect(
    direct?.map((s) => (s as { result: { failures: string[] } }).result.failures.length),
  ).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect(wire).toEqual(direct);
  expect(separate).toEqual(direct);
});

test("a process that fails tells why, and one that is not there, too", async () => {
  const broken = new EngineHarness(undefined, undefined, {
    program: () => ({ main: join(__dirname, "nothing.js"), cwd: process.cwd(), env: process.env }),
  });
  const { failures } = await broken.engine.up(broken.stack);
  expect(failures).toMatchObject([{ urn: "", code: "program-error" }]);
  expect(failures[0]?.message).toContain("nothing.js");
});
