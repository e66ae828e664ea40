import { expect, onTestFinished, test } from "vitest";
import { LabHarness, type OperationResult, type Lab } from "../support/lifecycle";
import { skipWithoutCli } from "../support/engine/pulumi-cli";
import { seconds } from "../support/time-limits";

/** The lab itself under both engines: the same history of its three layouts, each engine on a cloud of its own. */

skipWithoutCli();

type Step = [
  stack: string,
  operation: "up" | "refresh" | "destroy",
  settings?: Record<string, unknown>,
];
const CLASS = { layout: "class", seats: ["s01"], policy: {} };
const SEAT = { layout: "seat", classStack: "spring" };
const HISTORY: Step[] = [
  ["dev", "up", {}],
  ["dev", "up", {}],
  [
    "dev",
    "up",
    { model: { capacity: 8 }, databricks: { library: "openai==1.69.0" }, expires: "2027-02-28" },
  ],
  ["dev", "up", { lock: true, diagnostics: true }],
  // Not with another student: the CLI deletes a folder before the grants that are replaced with it.
  ["dev", "up", { deploymentName: "chat" }],
  ["dev", "refresh"],
  ["dev", "destroy"],
  ["spring", "up", CLASS],
  ["s01", "up", SEAT],
  ["s01", "up", SEAT],
  ["spring", "up", { ...CLASS, location: "swedencentral" }],
  ["s01", "up", SEAT],
  ["spring", "destroy"],
  ["s01", "destroy"],
];

/** What differs between two worlds, and between two runs in one, says nothing about an engine. */
const settled = (text: string): string =>
  text
    .replace(/127\.0\.0\.1:\d+/g, "HOST")
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, "GUID")
    .replace(/\d{4}-\d{6}-[0-9a-f]{8}/g, "CLUSTER")
    .replace(/"contentBase64":"[^"]*"/g, '"contentBase64":"…"')
    .replace(/\b[0-9a-f]{32}\b(?=","isMigrated")/g, "INTERNAL")
    .replace(/&h=[0-9a-f]+/g, "&h=SIGNATURE")
    .replace(/dbstorage[0-9a-f]+/g, "dbstorage")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)?/g, "TIME")
    .replace(/-[0-9a-f]{6}\b/g, "-HASH")
    .replace(/"ciphertext":"[^"]*"/g, '"ciphertext":"…"')
    .replace(/(?<![\w"])\d{6,}\b/g, "0")
    .replace(/\b\d{6,}\b/g, "NUMBER")
    .replace(/\b[0-9A-F]{16}\b/g, "POLICY");

function callsOf({ calls }: OperationResult): { changes: string[]; questions: string[] } {
  const all = calls.map((call) => settled(call.replace(/^(\w+) https:\/\/[^/]+/, "$1 ")));
  const isQuestion = (call: string): boolean => call.startsWith("GET");
  // How often something is polled depends on the machine.
  return {
    changes: all.filter((call) => !isQuestion(call)).sort(),
    questions: [...new Set(all.filter(isQuestion))].sort(),
  };
}

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "__provider");
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, child]) => [key, sorted(child)]),
  );
};

/** By URN. The default provider of dynamic resources holds the settings, to which the CLI adds Pulumi.yaml's defaults. */
function stateOf(lab: Lab): Record<string, unknown> {
  // The CLI leaves an empty list out.
  const state: Partial<Lab["state"]> = lab.state;
  return Object.fromEntries(
    (state.resources ?? [])
      .filter(({ type }) => type !== "pulumi:providers:pulumi-nodejs")
      .map(
        ({ urn, inputs, outputs, parent, dependencies, deletedWith, replaceWith, initErrors }) => {
          const depends = [...((dependencies as string[] | undefined) ?? [])].sort();
          const entry = { inputs, outputs, parent, depends, deletedWith, replaceWith, initErrors };
          return [urn, JSON.parse(settled(JSON.stringify(sorted(entry)))) as unknown];
        },
      ),
  );
}

async function record(engine: "embedded" | "pulumi"): Promise<unknown[]> {
  const harness = await LabHarness.start(engine);
  onTestFinished(() => harness.stop());
  const labs = new Map<string, Lab>();
  const seen: unknown[] = [];
  for (const [stack, operation, settings] of HISTORY) {
    const lab = labs.get(stack) ?? harness.lab(stack);
    labs.set(stack, lab);
    const student = settings?.["layout"] === "class" ? { student: undefined } : {};
    const did = await (operation === "up" ? lab.up({ ...settings, ...student }) : lab[operation]());
    seen.push({
      what: `${operation} ${stack}`,
      failures: did.failures,
      ...callsOf(did),
      ...(operation !== "refresh" && { changed: did.changed }),
      state: stateOf(lab),
    });
  }
  return seen;
}

test(
  "equal calls, results and states for lab, class and seat",
  { timeout: seconds(60) },
  async () => {
    const [ours, theirs] = await Promise.all([record("embedded"), record("pulumi")]);
    expect(theirs).toEqual(ours);
  },
);
