import { randomBytes, randomUUID } from "node:crypto";
import type { CheckFailure, Diff, Props, Value } from "../../engine/plugin";
import { differingPaths, parsePath } from "../../engine/state/paths";
import { changedNames, asProps, asString } from "../values";
import type { ArmClient } from "./arm-client";
import { pathInputs, type ArmType } from "./arm-type";

/**
 * Input with which the real provider marks a generated name: the replacement can be created before
 * the deletion.
 */
const CREATE_BEFORE_DELETE = "__createBeforeDelete";

/**
 * Locations of resource groups by name, for resources without a location: one request per group.
 */
export type GroupLocations = Map<string, Promise<string | undefined>>;

/** Completes inputs with a name and a location where the program gives none. */
export async function checkInputs(
  type: ArmType,
  logicalName: string,
  olds: Props,
  news: Props,
  client: ArmClient,
  locations: GroupLocations,
): Promise<{ inputs: Props; failures: CheckFailure[] }> {
  const inputs = { ...news };
  if (inputs[type.nameInput] === undefined || inputs[type.nameInput] === null) {
    inputs[type.nameInput] = olds[type.nameInput] ?? generatedName(type, logicalName);
    inputs[CREATE_BEFORE_DELETE] = true;
  }
  const failures: CheckFailure[] = [];
  if ("location" in type.top && inputs.location === undefined) {
    const inGroup = type.nameInput !== "resourceGroupName";
    const location =
      client.settings.location ??
      (inGroup ? await groupLocation(inputs, client, locations) : undefined);
    if (location !== undefined) inputs.location = location;
    // The group may be created later and give the location; a group itself has no other source.
    else if (!inGroup)
      failures.push({ property: "location", reason: "missing required property 'location'" });
  }
  return { inputs, failures };
}

const generatedName = (type: ArmType, logicalName: string): string =>
  type.guidNames === true ? randomUUID() : `${logicalName}${randomBytes(4).toString("hex")}`;

function groupLocation(
  inputs: Props,
  client: ArmClient,
  locations: GroupLocations,
): Promise<string | undefined> {
  const group = asString(inputs.resourceGroupName);
  if (group === undefined) return Promise.resolve(undefined);
  const kept = locations.get(group);
  if (kept) return kept;
  const path = `/subscriptions/${client.settings.subscriptionId}/resourceGroups/${encodeURIComponent(group)}`;
  const asked = client
    .send("GET", path, { apiVersion: "2020-10-01" })
    .then((reply) => (reply.status === 200 ? asString(asProps(reply.json).location) : undefined));
  locations.set(group, asked);
  // A group that does not exist yet may exist at the next request.
  void asked
    .then((location) => location === undefined && locations.delete(group))
    .catch(() => locations.delete(group));
  return asked;
}

/** Compares two sets of inputs: which properties change, and whether that replaces the resource. */
export function diffInputs(type: ArmType, outputs: Props, olds: Props, news: Props): Diff {
  const changed = changedNames(
    olds,
    news,
    (name) => name === "location" && sameLocation(olds[name], news[name]),
  );
  const replacing = new Set([...pathInputs(type), ...(type.forceNew ?? [])]);
  const replaces = changed.filter(
    // An input that is given for the first time, with the value that the resource already has,
    // replaces nothing.
    (name) =>
      replacing.has(name) &&
      !(
        olds[name] === undefined &&
        changedNames({ v: outputs[name] ?? null }, { v: news[name] ?? null }).length === 0
      ),
  );
  return {
    changes: changed.length > 0,
    changed,
    paths: differingPaths(olds, news).filter((path) => changed.includes(parsePath(path)[0]!)),
    replaces,
    deleteBeforeReplace: replaces.length > 0 && olds[CREATE_BEFORE_DELETE] !== true,
  };
}

const normalised = (value: Value | undefined): string | undefined =>
  asString(value)?.toLowerCase().replaceAll(" ", "");
const sameLocation = (a: Value | undefined, b: Value | undefined): boolean =>
  normalised(a) !== undefined && normalised(a) === normalised(b);
