import { describe, expect, test } from "vitest";
import { lossesOf, previewChange, refuseDataLoss } from "../../../scripts/commands/stack/data-loss";
import type { Plan, Stack, StepEvent } from "../../../scripts/engine/engine";

const WORKSPACE = "azure-native:databricks:Workspace";
const DIRECTORY = "databricks:index/directory:Directory";

const step = (
  type: string,
  operation: StepEvent["operation"],
  part?: StepEvent["part"],
): StepEvent => ({
  ...{ operation, urn: `urn::${type}`, type, name: type.split(":").at(-1) ?? "", phase: "done" },
  ...(part && { part }),
});
const planOf = (...steps: StepEvent[]): Plan => ({
  counts: { create: 0, same: 0, update: 0, replace: 0, delete: 0 },
  steps,
  failures: [],
});

describe("what a plan destroys", () => {
  test("is nothing where nothing that holds data is deleted", () => {
    const harmless = [
      step(WORKSPACE, "update"),
      step(WORKSPACE, "same"),
      // Deleted by an earlier run: only the successor is missing.
      step(WORKSPACE, "replace", "create"),
      step("databricks:index/cluster:Cluster", "replace", "delete"),
      step("databricks:index/notebook:Notebook", "delete"),
    ];
    expect(lossesOf(planOf(...harmless))).toEqual([]);
  });

  test("is named, replaced or deleted, and once", () => {
    expect(
      lossesOf(planOf(step(WORKSPACE, "replace", "delete"), step(DIRECTORY, "replace", "delete"))),
    ).toEqual([
      "Workspace would be replaced, and with it every notebook and file in the workspace, and the students' work",
    ]);
    expect(lossesOf(planOf(step(DIRECTORY, "delete")))).toEqual([
      "Directory would be deleted, and with it every notebook and file in the folder and the student's work",
    ]);
    expect(lossesOf(planOf(step("azure-native:operationalinsights:Workspace", "delete")))).toEqual([
      "Workspace would be deleted, and with it the logs",
    ]);
  });

  const stack: Stack = {
    project: "rai-lab",
    name: "dev",
    backend: "",
    passphrase: "",
    config: {},
    secretKeys: [],
  };
  test("is refused with what allows it", () => {
    const lossOf = (plan: Plan) => (): void => refuseDataLoss({ stack }, plan);
    expect(lossOf(planOf(step(WORKSPACE, "delete")))).toThrow(
      expect.objectContaining({
        code: "data-loss",
        cure: "undo the change, or save what is needed and run: npx lab up dev --allow-data-loss",
      }) as Error,
    );
    lossOf(planOf(step(WORKSPACE, "update")))();
  });

  test("is not known after a preview that failed, so that is refused too", async () => {
    const failures = [{ urn: "urn::x", code: "provider-error", message: "no answer" }];
    const engine = { preview: () => Promise.resolve({ ...planOf(), failures }) };
    await expect(previewChange({ stack, engine })).rejects.toMatchObject({ code: "deployment" });
  });
});
