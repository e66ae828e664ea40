import { z } from "zod";
import { own } from "../../../../infra/json-object";
import { ApiError, NotSimulated } from "../../core/errors";
import { routeOptions } from "../arm/actions";
import { parseBody, type RouteContext } from "../arm/context";
import { invalidRequest } from "../arm/errors";
import { parseFilter } from "../arm/filter";
import { isWithin, keyOf } from "../arm/ids";
import { resourceIdOf } from "../arm/request-url";
import { extendedScope, SCOPE_PATHS } from "../arm/scopes";
import { seedTable, table, type PolicyRow } from "../tables";
import { ALLOWED_GROUP_LOCATIONS, ALLOWED_LOCATIONS, policyAssignmentId } from "./policies";

/*
 * @parity
 * - Policies: *allowed locations* (for resources, for groups) are enforced, 403
 *   `RequestDisallowedByPolicy`; assignments of them are made, read, listed and deleted, one of
 *   another definition is 501, and so is a list of definitions — documented; answers spec, code of a
 *   missing parameter guessed
 */

interface NamePath {
  name: string;
}

/** The built-in definitions that this cloud enforces, by their GUIDs. */
const DEFINITIONS: Record<string, string> = {
  [ALLOWED_LOCATIONS]: "Allowed locations",
  [ALLOWED_GROUP_LOCATIONS]: "Allowed locations for resource groups",
};

const DEFINITION_PATH = "/providers/Microsoft.Authorization/policyDefinitions";

const putBody = z.looseObject({
  properties: z.looseObject({
    displayName: z.string().optional(),
    policyDefinitionId: z.string(),
    parameters: z.record(z.string(), z.looseObject({ value: z.unknown() })).default({}),
    enforcementMode: z.enum(["Default", "DoNotEnforce"]).optional(),
    notScopes: z.array(z.string()).optional(),
  }),
});

/** Whether an assignment at one scope is listed at another one, by the filter of the list. */
const FILTERS: Record<string, (assigned: string, at: string) => boolean> = {
  "atscope()": (assigned, at) => isWithin(at, assigned),
  "atexactscope()": (assigned, at) => assigned === at,
};
/** Without a filter: at the scope, above it and below it. */
const isRelated = (assigned: string, at: string): boolean =>
  isWithin(at, assigned) || isWithin(assigned, at);

const present = (policy: PolicyRow) => ({
  id: policyAssignmentId(policy),
  type: "Microsoft.Authorization/policyAssignments",
  name: policy.name,
  properties: {
    displayName: policy.displayName,
    policyDefinitionId: policy.policyDefinitionId,
    scope: policy.scope,
    notScopes: policy.notScopes ?? [],
    parameters: policy.parameters,
    enforcementMode: policy.enforcementMode ?? "Default",
  },
});

const presentDefinition = (name: string, displayName: string) => ({
  id: `${DEFINITION_PATH}/${name}`,
  type: "Microsoft.Authorization/policyDefinitions",
  name,
  properties: {
    displayName,
    policyType: "BuiltIn",
    mode: "Indexed",
    parameters: { listOfAllowedLocations: { type: "Array", metadata: { strongType: "location" } } },
  },
});

/** The definitions that are enforced, by name, and assignments of them: create, read, list, delete. */
export function policyRoutes(arm: RouteContext): void {
  definitionRoutes(arm);
  for (const scope of SCOPE_PATHS) assignmentRoutes(arm, scope);
}

function definitionRoutes({ app }: RouteContext): void {
  app.get<{ Params: NamePath }>(`${DEFINITION_PATH}/:name`, (request, reply) => {
    const name = keyOf(request.params.name);
    const displayName = own(DEFINITIONS, name);
    if (displayName === undefined)
      throw new NotSimulated(`the built-in policy definition ${request.params.name}`);
    return reply.send(presentDefinition(name, displayName));
  });
  // az looks here first for every definition that it is given by name.
  app.get<{ Params: NamePath }>(
    `/subscriptions/:subscription${DEFINITION_PATH}/:name`,
    routeOptions("authorization/policyDefinitions/read"),
    ({ params }) => {
      throw notFound("PolicyDefinitionNotFound", "policy definition", params.name);
    },
  );
}

function assignmentRoutes({ app, world }: RouteContext, scope: string): void {
  const list = `${scope}/providers/Microsoft.Authorization/policyAssignments`;
  const rows = (): PolicyRow[] => table(world, "policies").rows;
  const others = (id: string): PolicyRow[] =>
    rows().filter((policy) => keyOf(policyAssignmentId(policy)) !== keyOf(id));
  const find = (id: string): PolicyRow | undefined =>
    rows().find((policy) => keyOf(policyAssignmentId(policy)) === keyOf(id));

  app.get<{ Querystring: { $filter?: string } }>(
    list,
    routeOptions("authorization/policyAssignments/read", "$filter"),
    (request, reply) => {
      const at = keyOf(extendedScope(resourceIdOf(request)));
      const { $filter = "" } = request.query;
      const applies = own(FILTERS, $filter.trim().toLowerCase());
      if (!applies) parseFilter($filter, []);
      const value = rows().filter((policy) => (applies ?? isRelated)(keyOf(policy.scope), at));
      return reply.send({ value: value.map(present) });
    },
  );

  app.get<{ Params: NamePath }>(
    `${list}/:name`,
    routeOptions("authorization/policyAssignments/read"),
    (request, reply) => {
      const { name } = request.params;
      const found = find(resourceIdOf(request));
      if (!found) throw notFound("PolicyAssignmentNotFound", "policy assignment", name);
      return reply.send(present(found));
    },
  );

  app.put<{ Params: NamePath }>(
    `${list}/:name`,
    routeOptions("authorization/policyAssignments/write"),
    (request, reply) => {
      const id = resourceIdOf(request);
      const { name } = request.params;
      const { properties } = parseBody(putBody, request.body);
      requireEnforced(properties.policyDefinitionId);
      if (!Array.isArray(properties.parameters["listOfAllowedLocations"]?.value))
        throw invalidRequest(
          `The policy assignment '${name}' is missing the parameter(s) 'listOfAllowedLocations'.`,
        );
      const policy: PolicyRow = {
        name,
        displayName: properties.displayName ?? name,
        scope: extendedScope(id),
        policyDefinitionId: properties.policyDefinitionId,
        parameters: properties.parameters,
        enforcementMode: properties.enforcementMode ?? "Default",
        notScopes: properties.notScopes ?? [],
      };
      seedTable(world, "policies", { rows: [...others(id), policy] });
      return reply.status(201).send(present(policy));
    },
  );

  app.delete<{ Params: NamePath }>(
    `${list}/:name`,
    routeOptions("authorization/policyAssignments/delete"),
    (request, reply) => {
      const id = resourceIdOf(request);
      const found = find(id);
      if (!found) return reply.status(204).send();
      seedTable(world, "policies", { rows: others(id) });
      return reply.send(present(found));
    },
  );
}

/** @throws NotSimulated for a definition that nothing here would enforce */
function requireEnforced(definitionId: string): void {
  const name = definitionId.split("/").at(-1) ?? "";
  if (own(DEFINITIONS, keyOf(name)) === undefined)
    throw new NotSimulated(`assignments of the policy definition ${definitionId}`);
}

const notFound = (code: string, kind: string, name: string): ApiError =>
  new ApiError(404, code, `The ${kind} '${name}' is not found.`);
