import { placeOf, sameId } from "../azure/arm-id";
import type { JsonObject } from "../json-object";
import { namesOf } from "../names/physical-names";
import { isDefault } from "./layout-keys";
import type { Problem } from "./problem";
import type { ConfigSchema } from "./schema";

/**
 * The settings that would change, or count, what existed before the stack (`rai-lab:existing`), and
 * those that it decides by itself.
 */
export function existingProblems({ shape }: ConfigSchema, values: JsonObject): Problem[] {
  const existing = shape.existing.safeParse(values["existing"]).data;
  if (!existing) return [];
  const { openaiAccountId, workspaceId } = existing;
  const both = openaiAccountId !== undefined && workspaceId !== undefined;
  const problems: Problem[] = [];
  const refuse = (key: string, value: unknown, message: string): void =>
    void problems.push({ key, value, message });

  const { budget, diagnostics, lock, location, openai, databricks } = values;
  if (shape.budget.safeParse(budget).data)
    refuse(
      "budget",
      budget,
      "would count whole groups, and with rai-lab:existing not the lab's cost alone: remove it",
    );
  if (shape.diagnostics.safeParse(diagnostics).data)
    refuse(
      "diagnostics",
      diagnostics,
      "would also log what others ask of rai-lab:existing, and change it: remove it",
    );
  if (both && shape.lock.safeParse(lock).data)
    refuse(
      "lock",
      lock,
      "locks the stack's group, and with both of rai-lab:existing it has none: remove it",
    );
  if (both && shape.location.safeParse(location).success && !isDefault(shape, "location", location))
    refuse(
      "location",
      location,
      "is decided by account and workspace of rai-lab:existing: remove it",
    );
  if (openaiAccountId !== undefined && shape.openai.safeParse(openai).data?.restore)
    refuse(
      "openai.restore",
      true,
      "restores a deleted account, and rai-lab:existing names one that exists: remove it",
    );
  if (
    workspaceId !== undefined &&
    shape.databricks.safeParse(databricks).data?.noPublicIp === false
  )
    refuse(
      "databricks.noPublicIp",
      false,
      "belongs to a new workspace, and rai-lab:existing names one that exists: remove it",
    );
  return problems;
}

/**
 * What exists already must not be in a group that the stack makes: a destroy deletes that with
 * everything in it.
 */
export function existingInOwnGroup(
  { shape }: ConfigSchema,
  { existing }: JsonObject,
  project: string,
  stack: string,
): Problem[] {
  const ids = shape.existing.safeParse(existing).data ?? {};
  return Object.entries(ids).flatMap(([key, id]) => {
    const { subscriptionId, resourceGroup } = placeOf(id);
    const names = namesOf({ subscriptionId, project, stack });
    const own = [names.resourceGroup, names.managedResourceGroup];
    if (!own.some((name) => sameId(name, resourceGroup))) return [];
    const message = `is in ${resourceGroup}, the group of stack ${stack}, which destroying the stack deletes: use another stack name`;
    return [{ key: `existing.${key}`, value: id, message }];
  });
}
