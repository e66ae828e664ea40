import { own } from "../../../infra/json-object";
import { LabError } from "../../../infra/errors";
import type { Engine, Plan, RunOptions, StepEvent } from "../../engine/engine";
import { refuseFailures } from "./engine-report";
import type { StackSession } from "./session";

/** What is lost with a resource and cannot be created again, by the resource's type. */
const LOST_DATA: Record<string, string> = {
  "azure-native:resources:ResourceGroup":
    "all that is in the group, also what was put there by hand",
  "azure-native:databricks:Workspace":
    "every notebook and file in the workspace, and the students' work",
  "databricks:index/directory:Directory":
    "every notebook and file in the folder and the student's work",
  "azure-native:operationalinsights:Workspace": "the logs",
};

/**
 * Deleted for good, or deleted for a replacement. A replacement that only creates lost its data in
 * an earlier run.
 */
export const isDeletion = ({ operation, part }: StepEvent): boolean =>
  operation === "delete" || (operation === "replace" && part === "delete");

/** A line for each thing that a plan destroys and that cannot be created again. */
export function lossesOf(plan: Plan): string[] {
  const deleted = plan.steps.filter((step) => isDeletion(step) && step.type in LOST_DATA);
  const whole = deleted.some(({ type }) => type === "azure-native:databricks:Workspace");
  return deleted
    .filter(({ type }) => !(whole && type === "databricks:index/directory:Directory"))
    .map(
      ({ name, type, operation }) =>
        `${name} would be ${operation}d, and with it ${own(LOST_DATA, type) ?? ""}`,
    );
}

/**
 * What `refuseDataLoss` needs of a session; on the local cloud the advised command has `--local`.
 */
type PreviewSession = Pick<StackSession, "stack"> & {
  engine: Pick<Engine, "preview">;
  cloud?: object | undefined;
};

/**
 * What an `up` of the settings would do.
 * @param watch with `refresh`, to the stack as it is in the cloud
 * @throws LabError `deployment` when the preview fails: what would be lost is unknown then
 */
export async function previewChange(
  { engine, stack }: PreviewSession,
  watch: RunOptions = {},
): Promise<Plan> {
  const plan = await engine.preview(stack, watch);
  refuseFailures(plan, "the preview", "run the same command again once the cause is gone");
  return plan;
}

/**
 * Refuses a plan that destroys data.
 * @throws LabError `data-loss` with what would be lost
 */
export function refuseDataLoss({ stack, cloud }: Omit<PreviewSession, "engine">, plan: Plan): void {
  const losses = lossesOf(plan);
  if (losses.length === 0) return;
  const command = `npx lab up ${stack.name}${cloud ? " --local" : ""} --allow-data-loss`;
  throw new LabError(
    "data-loss",
    ["These settings destroy what cannot be made again:", ...losses].join("\n  "),
    {
      where: `Pulumi.${stack.name}.yaml`,
      cure: `undo the change, or save what is needed and run: ${command}`,
    },
  );
}
