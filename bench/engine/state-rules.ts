/**
 * What the Pulumi CLI demands of a checkpoint (deploy.Snapshot.VerifyIntegrity, the JSON of
 * apitype.CheckpointV3), asked of its text. None of the engine's own code has a part in it.
 */
import { isJsonObject, type JsonObject } from "../../infra/json-object";
import { entriesOf } from "../kills/state-writes";

const URN = /^urn:pulumi:([^:]+)::([^:]+)::((?:[^$]+\$)*)([^$]+)::(.+)$/;
const PENDING = ["creating", "updating", "deleting", "reading", "importing"];
const PROVIDER = /^pulumi:providers:/;

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];

/**
 * Why the CLI would refuse a checkpoint, or tell a secret from it; empty when it would not.
 * @param text of the file
 * @param secrets what must not be in it in clear
 */
export function brokenRules(text: string, secrets: readonly string[]): string[] {
  const clear = secrets.filter((secret) => text.includes(secret)).map((one) => `clear: ${one}`);
  const file: unknown = JSON.parse(text);
  if (!isJsonObject(file) || !isJsonObject(file.checkpoint)) return ["no checkpoint"];
  const { stack, latest } = file.checkpoint;
  if (typeof stack !== "string" || !isJsonObject(latest))
    return ["a checkpoint without a deployment"];
  const resources = entriesOf(latest, "resources");
  const pending = entriesOf(latest, "pending_operations");
  return [
    ...clear,
    ...versionErrors(file, resources, pending),
    ...(isJsonObject(latest.manifest) ? [] : ["no manifest"]),
    ...orderErrors(resources),
    ...resources.flatMap((one) => resourceErrors(one, stack)),
    ...pending.flatMap((one) => pendingErrors(one, stack)),
  ];
}

/** A file of version 4 names the features that it needs; only one is known here. */
function versionErrors(
  { version, features }: JsonObject,
  resources: JsonObject[],
  pending: JsonObject[],
): string[] {
  const all = [...resources, ...pending.map(({ resource }) => resource).filter(isJsonObject)];
  const isUsed = all.some(({ replaceWith }) => textsOf(replaceWith).length > 0);
  const wanted = isUsed ? [4, "replaceWith"] : [3, undefined];
  const found = [version, textsOf(features)[0]];
  return found.join(" ") === wanted.join(" ") ? [] : [`version ${found.join(" ")}`];
}

/** What a resource refers to precedes it, and one live resource at most has a URN. */
function orderErrors(resources: JsonObject[]): string[] {
  const errors: string[] = [];
  const before = new Set<string>();
  const providers = new Set<string>();
  for (const one of resources) {
    const urn = String(one.urn);
    if (before.has(urn) && one.delete !== true) errors.push(`${urn}: a second live resource`);
    for (const needed of referencesOf(one))
      if (!before.has(needed)) errors.push(`${urn}: ${needed} does not precede it`);
    const { provider } = one;
    const hasProvider = typeof provider === "string" && provider !== "";
    // Of what waits for its re-creation only the URN is left.
    if (hasProvider && one.pendingReplacement !== true && !providers.has(provider))
      errors.push(`${urn}: provider ${provider} does not precede it`);
    if (PROVIDER.test(String(one.type))) providers.add(`${urn}::${String(one.id)}`);
    before.add(urn);
  }
  return errors;
}

function referencesOf({
  parent,
  dependencies,
  propertyDependencies,
  deletedWith,
  replaceWith,
}: JsonObject): string[] {
  const byProperty = isJsonObject(propertyDependencies) ? Object.values(propertyDependencies) : [];
  return [
    ...textsOf([parent, deletedWith]).filter((urn) => urn !== ""),
    ...textsOf(dependencies),
    ...textsOf(replaceWith),
    ...byProperty.flatMap(textsOf),
  ];
}

function resourceErrors(one: JsonObject, stack: string): string[] {
  const { urn, type, custom, id } = one;
  const errors = urnErrors(urn, type, stack);
  if (custom === true && (typeof id !== "string" || id === ""))
    errors.push(`${String(urn)}: a custom resource without an id`);
  if (custom !== true && id !== undefined && id !== "")
    errors.push(`${String(urn)}: a component with an id`);
  return errors;
}

function pendingErrors({ type, resource }: JsonObject, stack: string): string[] {
  if (!PENDING.includes(String(type)) || !isJsonObject(resource))
    return [`no pending operation: ${String(type)}`];
  return urnErrors(resource.urn, resource.type, stack);
}

function urnErrors(urn: unknown, type: unknown, stack: string): string[] {
  const [, ofStack, , , ofType] = URN.exec(String(urn)) ?? [];
  if (ofStack === undefined) return [`no URN: ${String(urn)}`];
  const errors: string[] = [];
  if (!stack.endsWith(`/${ofStack}`)) errors.push(`${String(urn)}: not of ${stack}`);
  if (ofType !== type) errors.push(`${String(urn)}: its type is ${String(type)}`);
  return errors;
}
