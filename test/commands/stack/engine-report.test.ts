import { expect, test } from "vitest";
import {
  countsText,
  completedText,
  failuresText,
  refuseFailures,
  engineProgress,
} from "../../../scripts/commands/stack/engine-report";
import type { Result } from "../../../scripts/engine/engine";
import { Incomplete } from "../../../scripts/lib/shell/stages";
import { recordingConsole } from "../../../bench/recording-console";

const none = { create: 0, same: 0, update: 0, replace: 0, delete: 0 };

const refused = {
  urn: "urn:pulumi:dev::rai-lab::azure-native:cognitiveservices:Deployment::openai-deployment",
  code: "ServiceModelDeprecated",
  message: "The model has been deprecated",
};

test.each([
  [{ ...none, create: 28 }, [], "28 resources created"],
  [{ ...none, update: 2, same: 26 }, [], "2 resources updated, 26 unchanged"],
  [{ ...none, create: 28 }, [refused], "28 resources created, 1 failed"],
  [none, [], "nothing to do"],
])("%j with failures %j reads as %s", (counts, failures, text) => {
  expect(countsText(counts, failures)).toBe(text);
  if (failures.length === 0) expect(completedText({ counts, failures })).toBe(text);
  else expect(() => completedText({ counts, failures })).toThrow(new Incomplete(text));
});

test("a refusal of Azure is named with its code and its cure", () => {
  expect(failuresText([refused])).toBe(
    "✖ openai-deployment: The model has been deprecated [ServiceModelDeprecated]\n" +
      "  try:   the model is retired: `npx lab doctor` names those that can be deployed (rai-lab:model)",
  );
});

test("a failure without a resource is the program's, and one without a known cure has none", () => {
  expect(failuresText([{ urn: "", code: "config", message: "bad" }])).toBe(
    "✖ the program: bad [config]",
  );
});

test("a command that cannot go on after a failure throws it", () => {
  const result: Result = {
    counts: none,
    outputs: {},
    interrupted: [],
    failures: [refused],
  };
  expect(() => refuseFailures(result, "up", "again")).toThrow(
    expect.objectContaining({
      code: "deployment",
      cure: "again",
      message: expect.stringContaining("openai-deployment"),
    }),
  );
  expect(() => refuseFailures({ ...result, failures: [] }, "up", "again")).not.toThrow();
});

test("progress names the resource, its kind and how many are done; warnings are noted, debug lines are not", () => {
  const console = recordingConsole();
  const said: string[] = [];
  const told = engineProgress(console, (text) => said.push(text));
  const step = {
    operation: "replace",
    part: "delete",
    urn: "u",
    type: "databricks:index/cluster:Cluster",
    name: "c",
  } as const;
  told.onStep?.({ ...step, phase: "start" });
  told.onStep?.({ ...step, phase: "done" });
  expect(said).toEqual([
    "replace (delete) c (Cluster), 0 done",
    "replace (delete) c (Cluster), 1 done",
  ]);
  told.onLog?.({ severity: "debug", message: "noise", urn: "" });
  told.onLog?.({ severity: "warning", message: "careful", urn: "" });
  expect(console.notes).toEqual(["warning: careful"]);
});
