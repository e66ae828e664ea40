import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { isJsonObject, type JsonObject } from "../../../../infra/json-object";
import type { World } from "../../core/world";
import { NotSimulated } from "../../core/errors";
import { keyOf, parseGroupId, regionOf } from "../arm/ids";
import type { TemplateDeployment } from "../entities";
import { callAs } from "./arm-client";
import { loopsIn, withCopy } from "./expressions/copy";
import type { Functions } from "./expressions/arguments";
import { evaluateValue } from "./expressions/evaluate";
import { ExpressionError } from "./expressions/parse";
import { DEPLOYMENT_TYPE } from "./nested";
import type { PlannedResource } from "./planned-resources";
import { bodyOf } from "./template";

/*
 * @parity
 * - What-if: `Create`, `Modify` with the properties that differ, `NoChange`, and `Ignore` of what
 *   else is in the group (of a subscription, of nothing); at once; 501 for nested templates — spec;
 *   that properties which the template leaves out are no changes ours: Azure's noise is another
 */

/** How much a question wants to know. */
export const whatIfBody = z.looseObject({
  properties: z.looseObject({
    whatIfSettings: z
      .looseObject({
        resultFormat: z
          .enum(["FullResourcePayloads", "ResourceIdOnly"])
          .default("FullResourcePayloads"),
      })
      .prefault({}),
  }),
});

/** What a deployment would do to a property; `path` has its names with dots between them. */
interface PropertyChange {
  path: string;
  propertyChangeType: "Create" | "Delete" | "Modify";
  before: unknown;
  after: unknown;
}

/** What a deployment would do to a resource, or leaves as it is (`Ignore`). */
interface ResourceChange {
  resourceId: string;
  changeType: "Create" | "Modify" | "NoChange" | "Ignore";
  before?: JsonObject;
  after?: JsonObject;
  delta?: PropertyChange[];
}

/** A change without the resource before and after it. */
export const withoutPayload = ({ resourceId, changeType }: ResourceChange): ResourceChange => ({
  resourceId,
  changeType,
});

/**
 * What a deployment would do to its resources, and the other resources of its group. Of a resource
 * that is there, the properties that the template has and the tags are compared: a provider's
 * defaults are no changes.
 */
export async function changesOf(
  world: World,
  { scope, createdBy }: TemplateDeployment,
  resources: readonly PlannedResource[],
  functions: Functions,
): Promise<ResourceChange[]> {
  const read = async (path: string, version: string): Promise<JsonObject | undefined> => {
    const { status, body } = await callAs(
      world,
      createdBy,
      "GET",
      `${path}?api-version=${version}`,
    );
    return status < 300 ? body : undefined;
  };
  if (resources.some(({ type }) => keyOf(type) === keyOf(DEPLOYMENT_TYPE)))
    throw new NotSimulated("what-if of nested templates");
  const changes = await Promise.all(
    resources.map(async (resource) => {
      const { apiVersion } = resource.declared;
      const known = await read(resource.id, apiVersion);
      return changeOf(resource, known, await bodyAfter(resource, functions), apiVersion);
    }),
  );
  const planned = resources.map(({ id }) => keyOf(id));
  // Of a subscription, nothing else is told.
  const around = parseGroupId(scope) && (await read(`${scope}/resources`, "2021-04-01"));
  const { value = [] } = (around ?? {}) as { value?: JsonObject[] };
  const others = value.filter(({ id }) => !planned.includes(keyOf(String(id))));
  return [
    ...changes,
    ...others.map((before): ResourceChange => {
      return { resourceId: String(before["id"]), changeType: "Ignore", before, after: before };
    }),
  ];
}

function changeOf(
  { id, name, type }: PlannedResource,
  known: JsonObject | undefined,
  body: JsonObject,
  apiVersion: string,
): ResourceChange {
  const about = { id, name: name.split("/").at(-1), type, apiVersion };
  const after = { ...about, ...body };
  if (!known) return { resourceId: id, changeType: "Create", after };
  const before = { ...about, ...known };
  const delta = [...differences("", known, body), ...lostTags(known, body)];
  const changeType = delta.length > 0 ? "Modify" : "NoChange";
  return { resourceId: id, changeType, before, after: { ...before, ...body }, delta };
}

/** A body as far as it is known: what asks for something deployed stays an expression. */
async function bodyAfter(
  { declared, copy }: PlannedResource,
  functions: Functions,
): Promise<JsonObject> {
  const known = async (value: unknown): Promise<unknown> => {
    if (Array.isArray(value)) return Promise.all(value.map(known));
    if (isJsonObject(value) && loopsIn(value).length === 0) return object(value);
    return evaluateValue(value, withCopy(functions, copy)).catch((error: unknown) => {
      if (error instanceof ExpressionError) return value;
      throw error;
    });
  };
  const object = async (of: JsonObject): Promise<JsonObject> => {
    const members = Object.entries(of).map(async ([name, one]) => [name, await known(one)]);
    return Object.fromEntries((await Promise.all(members)) as [string, unknown][]);
  };
  return object(bodyOf(declared));
}

/** What of `after` is not so in `before`. */
function differences(path: string, before: unknown, after: unknown): PropertyChange[] {
  if (isJsonObject(after) && isJsonObject(before))
    return Object.entries(after).flatMap(([name, value]) =>
      differences(path === "" ? name : `${path}.${name}`, before[name], value),
    );
  if (isSame(path, before, after)) return [];
  const propertyChangeType = before === undefined ? "Create" : "Modify";
  return [{ path, propertyChangeType, before: before ?? null, after }];
}

/** Regions have several spellings, and of what is only known later nothing can be said. */
function isSame(path: string, before: unknown, after: unknown): boolean {
  if (path === "location") return regionOf(String(before)) === regionOf(String(after));
  const isUnknown = typeof after === "string" && /^\[(?!\[).*\]$/s.test(after);
  return isUnknown || isDeepStrictEqual(before, after) || String(before) === String(after);
}

/** A PUT without a tag takes it away. */
function lostTags(before: JsonObject, after: JsonObject): PropertyChange[] {
  const [had, has] = [before["tags"] ?? {}, after["tags"] ?? {}] as [JsonObject, JsonObject];
  return Object.keys(had)
    .filter((name) => !(name in has))
    .map((name) => ({
      path: `tags.${name}`,
      propertyChangeType: "Delete",
      before: had[name],
      after: null,
    }));
}
