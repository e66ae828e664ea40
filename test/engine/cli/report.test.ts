import type { OpType } from "@pulumi/pulumi/automation";
import { expect, test } from "vitest";
import { Report, unwrapProviderMessage } from "../../../scripts/engine/cli/report";
import type { LogEvent, StepEvent } from "../../../scripts/engine/engine";

const URN = "urn:pulumi:dev::demo::demo:index:Group$fake:index:Thing::";
const STACK = "urn:pulumi:dev::demo::pulumi:pulumi:Stack::demo-dev";
const about = (op: OpType, name: string): object => ({
  metadata: {
    op,
    urn: URN + name,
    type: "fake:index:Thing",
    provider: "",
    diffs: op === "update" ? ["size"] : null,
  },
});
const said = (message: string, urn: string, severity = "error"): object => ({
  diagnosticEvent: { message, urn, severity, color: "never" },
});

function reported(...events: object[]): { report: Report; steps: StepEvent[]; logs: LogEvent[] } {
  const [steps, logs]: [StepEvent[], LogEvent[]] = [[], []];
  const report = new Report({ onStep: (step) => steps.push(step), onLog: (log) => logs.push(log) });
  for (const event of events) report.onEvent({ sequence: 0, timestamp: 0, ...event });
  return { report, steps, logs };
}

test("steps are told as they start and end, and counted once; a replacement by its new half", () => {
  const done = (
    [
      "create",
      "same",
      "update",
      "delete",
      "create-replacement",
      "delete-replaced",
      "replace",
    ] as const
  ).map((op, i) => ({ resOutputsEvent: about(op, `r${i}`) }));
  const { report, steps } = reported({ resourcePreEvent: about("create", "r0") }, ...done);
  expect(report.counts).toEqual({ create: 1, same: 1, update: 1, replace: 1, delete: 1 });
  expect(steps.map((s) => [s.operation, s.part ?? "", s.name, s.phase].join(" "))).toEqual([
    "create  r0 start",
    "create  r0 done",
    "same  r1 done",
    "update  r2 done",
    "delete  r3 done",
    "replace create r4 done",
    "replace delete r5 done",
  ]);
  expect(steps[3]?.keys).toEqual(["size"]);
  expect(report.failures).toEqual([]);
});

test("a failed step carries what the provider said, with ARM's code; the CLI's epilogue is no failure", () => {
  const message = `<{%reset%}>Status=409 Code="FlagMustBeSetForRestore" Message="deleted"<{%reset%}>\n`;
  const { report, steps } = reported(
    said(message, `${URN}a`),
    { resOpFailedEvent: { ...about("create", "a"), status: 1, steps: 1 } },
    { resOpFailedEvent: { ...about("delete", "b"), status: 1, steps: 1 } },
    said("update failed", STACK),
  );
  const text = `Status=409 Code="FlagMustBeSetForRestore" Message="deleted"`;
  expect(report.failures).toEqual([
    { urn: `${URN}a`, code: "FlagMustBeSetForRestore", message: text },
    { urn: `${URN}b`, code: "provider-error", message: "delete failed" },
  ]);
  expect(steps.map((s) => [s.phase, s.error])).toEqual([
    ["failed", text],
    ["failed", "delete failed"],
  ]);
});

test("what the stack itself complains about is the program's failure; warnings are only told", () => {
  const { report, logs } = reported(
    said("TypeError: x", STACK),
    said("careful", `${URN}a`, "warning"),
  );
  expect(report.failures).toEqual([{ urn: "", code: "program-error", message: "TypeError: x" }]);
  expect(logs.map((l) => [l.severity, l.message])).toEqual([
    ["error", "TypeError: x"],
    ["warning", "careful"],
  ]);
});

test("default providers are the engine's own affair", () => {
  const urn = "urn:pulumi:dev::demo::pulumi:providers:fake::default_1_2_3";
  const metadata = { op: "create", urn, type: "pulumi:providers:fake", provider: "" };
  const { report, steps } = reported({ resOutputsEvent: { metadata } });
  expect([report.counts.create, steps]).toEqual([0, []]);
});

const CAUSE =
  "cannot create cluster: pypi:openai==9.9.9 failed: Pip could not find a version that satisfies it.";
const TWICE = [
  `sdk-v2/provider2.go:571: sdk.helper_schema: ${CAUSE}: provider=databricks@1.110.0`,
  `1 error occurred:\n\t* creating ${URN}a: 1 error occurred:\n\t* ${CAUSE}\n\n`,
];

test("what a bridged provider says twice, wrapped in two ways, is one failure in its own words", () => {
  expect(TWICE.map((message) => unwrapProviderMessage(message.trim()))).toEqual([CAUSE, CAUSE]);
  expect(unwrapProviderMessage("2 errors occurred:\n\t* a\n\t* b")).toBe(
    "2 errors occurred:\n\t* a\n\t* b",
  );
  const { report, logs } = reported(...TWICE.map((message) => said(message, `${URN}a`)));
  expect(report.failures).toEqual([{ urn: `${URN}a`, code: "provider-error", message: CAUSE }]);
  expect(logs.map((l) => [l.severity, l.message])).toEqual([
    ["error", CAUSE],
    ["debug", CAUSE],
  ]);
});

test("what the program says after a resource has failed is for --debug", () => {
  const { logs } = reported(said("no quota", `${URN}a`), said("Error: x\n    at y:1:2", STACK));
  expect(logs.map((l) => l.severity)).toEqual(["error", "debug"]);
});

test("once a resource has failed, what the program says after it is no failure of its own", () => {
  const program = said("the engine went away", STACK);
  expect(reported(said("no quota", `${URN}a`), program).report.failures.map((f) => f.urn)).toEqual([
    `${URN}a`,
  ]);
  expect(reported(program).report.failures).toEqual([
    { urn: "", code: "program-error", message: "the engine went away" },
  ]);
});

test("what an operation reads first is told apart, and neither counted nor among the steps", () => {
  const read: StepEvent[] = [];
  const report = new Report({ refresh: (step) => void read.push(step) });
  const state = (outputs: object): object => ({ inputs: {}, outputs });
  const refreshed = (name: string, op: OpType, live?: object): object[] => [
    { resourcePreEvent: about("refresh", name) },
    {
      resOutputsEvent: {
        metadata: {
          ...(about(op, name) as { metadata: object }).metadata,
          old: state({ size: 1 }),
          new: live && state(live),
        },
      },
    },
  ];
  for (const event of [
    ...refreshed("same", "refresh", { size: 1 }),
    ...refreshed("changed", "refresh", { size: 2 }),
    ...refreshed("gone", "delete"),
    { resOutputsEvent: about("delete", "dropped") },
  ])
    report.onEvent({ sequence: 0, timestamp: 0, ...event });
  const done = read.filter(({ phase }) => phase === "done");
  expect(done.map(({ operation, name }) => `${operation} ${name}`)).toEqual([
    "same same",
    "refresh changed",
    "delete gone",
  ]);
  expect(report.counts).toMatchObject({ update: 0, delete: 1 });
  expect(report.steps.map(({ name }) => name)).toEqual(["dropped"]);
});

test("an operation that is run again forgets its failures, and counts what was done once", () => {
  const report = new Report({});
  const told = (...events: object[]): void =>
    events.forEach((event, sequence) => report.onEvent({ sequence, timestamp: 0, ...event }));
  told(
    { resOutputsEvent: about("create", "first") },
    { resOpFailedEvent: about("create", "lost") },
  );
  expect(report.failures).toHaveLength(1);
  report.again();
  told({ resOutputsEvent: about("same", "first") }, { resOutputsEvent: about("create", "lost") });
  expect(report.failures).toEqual([]);
  expect(report.counts).toMatchObject({ create: 2, same: 0 });
  expect(report.steps.map(({ operation, name }) => `${operation} ${name}`)).toEqual([
    "create first",
    "create lost",
  ]);
});
