import type { World } from "../../core/world";
import { isJsonObject } from "../../../../infra/json-object";
import type { DeployedResource, TemplateDeployment } from "../entities";
import { callAs } from "./arm-client";
import { text, type TemplateFunction } from "./expressions/arguments";

import { ExpressionError } from "./expressions/parse";
import { meant } from "./resource-ids";

/*
 * @parity
 * - `subscriptionResourceId('Microsoft.Resources/resourceGroups', NAME)` is the group's own id —
 *   guessed, from workspaces, which are given their managed groups so, in Microsoft's samples too
 */

/**
 * The functions that ask Resource Manager about resources, those of the deployment or others. A
 * resource of the same template may be named without its id and api-version.
 */
export function deployedFunctions(
  world: World,
  { resources }: TemplateDeployment,
  objectId: string,
): Record<string, TemplateFunction> {
  const call = async (name: string, method: string, of: unknown, version: unknown, action = "") => {
    const resource = meant(resources, text(of));
    const id = resource?.id ?? text(of);
    const apiVersion = version ?? apiVersionOf(resource);
    if (!id.startsWith("/") || apiVersion === undefined)
      throw new ExpressionError(
        `The resource '${text(of)}' of the template function '${name}' is not defined in the template: it needs a resource id and an api-version.`,
      );
    const path = `${id}${action}?api-version=${text(apiVersion)}`;
    const { status, body } = await callAs(world, objectId, method, path);
    if (status >= 400)
      throw new ExpressionError(
        `The template function '${name}' failed for '${id}': ${JSON.stringify(body)}`,
      );
    return body;
  };
  return {
    reference: async (of, version, full) => {
      const body = await call("reference", "GET", of, version);
      if (String(full).toLowerCase() === "full") return body;
      return isJsonObject(body["properties"]) ? body["properties"] : {};
    },
    listkeys: (of, version) => call("listKeys", "POST", of, version, "/listKeys"),
  };
}

const apiVersionOf = (resource: DeployedResource | undefined): unknown =>
  (resource?.declared as { apiVersion?: string } | undefined)?.apiVersion;
