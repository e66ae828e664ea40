import { z } from "zod";
import { ApiError } from "../../core/errors";
import type { Collection } from "../../core/store";
import { routeOptions } from "../arm/actions";
import { parseBody, type RouteContext } from "../arm/context";
import { keyOf } from "../arm/ids";
import { requireValidTags } from "../arm/names";
import { resourceIdOf } from "../arm/request-url";
import { extendedScope, SCOPE_PATHS } from "../arm/scopes";
import { updateAccount } from "../cognitive-services/accounts";
import { azureStore } from "../store";

/*
 * @parity
 * - Tags apart from their resource (`Microsoft.Resources/tags/default`): of subscriptions, groups,
 *   accounts, deployments, workspaces; `Merge`, `Replace`, `Delete`; at once. — recorded
 *   (azure-cli's tests of tags), spec; `Delete` of another value guessed
 * - Tags are shown where the request had them: `{}` too — recorded
 */

type Tags = Record<string, string>;

const tags = z.record(z.string(), z.string()).default({});
const properties = z.looseObject({ tags }).default({ tags: {} });
const putBody = z.looseObject({ properties });
const patchBody = z.looseObject({
  operation: z.enum(["Merge", "Replace", "Delete"]),
  properties,
});

/** What each operation of a PATCH makes of the tags that are there. */
const OPERATIONS: Record<z.infer<typeof patchBody>["operation"], (now: Tags, given: Tags) => Tags> =
  {
    Merge: (now, given) => ({ ...now, ...given }),
    Replace: (_now, given) => given,
    // A name without a value stands for any value.
    Delete: (now, given) =>
      Object.fromEntries(
        Object.entries(now).filter(([name, value]) => given[name] !== "" && given[name] !== value),
      ),
  };

/** The tags of a subscription, a group or a resource, apart from it. */
export function tagRoutes({ app, world }: RouteContext): void {
  const store = azureStore(world);

  /** Tags of what a scope names, and how to change them. @throws ApiError 404 */
  function taggedAt(scope: string): { now: Tags; change: (tags: Tags) => unknown } {
    const key = keyOf(scope);
    const of = <T extends { tags?: Tags | undefined }>(
      table: Collection<T>,
      id = key,
      write: (one: T) => unknown = (one) => table.put(id, one),
    ) => {
      const one = table.get(id);
      return one && { now: one.tags ?? {}, change: (tags: Tags) => write({ ...one, tags }) };
    };
    const found =
      of(store.groups) ??
      of(store.accounts, key, (one) => updateAccount(world, one, { ...one, restore: false })) ??
      of(store.workspaces) ??
      of(store.logWorkspaces) ??
      of(store.deployments) ??
      of(store.subscriptions, key.replace("/subscriptions/", ""));
    if (found) return found;
    throw new ApiError(404, "ResourceNotFound", `The Resource '${scope}' was not found.`);
  }

  const present = (scope: string, tags: Tags) => ({
    id: `${scope}/providers/Microsoft.Resources/tags/default`,
    name: "default",
    type: "Microsoft.Resources/tags",
    properties: { tags },
  });
  const write = (scope: string, wanted: (now: Tags) => Tags) => {
    const { now, change } = taggedAt(scope);
    const tags = wanted(now);
    requireValidTags(tags);
    change(tags);
    return present(scope, tags);
  };

  for (const scope of SCOPE_PATHS) {
    const path = `${scope}/providers/Microsoft.Resources/tags/default`;

    app.get(path, routeOptions("resources/tags/read"), (request, reply) => {
      const at = extendedScope(resourceIdOf(request));
      return reply.send(present(at, taggedAt(at).now));
    });

    app.put(path, routeOptions("resources/tags/write"), (request, reply) => {
      const { properties } = parseBody(putBody, request.body);
      return reply.send(write(extendedScope(resourceIdOf(request)), () => properties.tags));
    });

    app.patch(path, routeOptions("resources/tags/write"), (request, reply) => {
      const { operation, properties } = parseBody(patchBody, request.body);
      const changed = (now: Tags): Tags => OPERATIONS[operation](now, properties.tags);
      return reply.send(write(extendedScope(resourceIdOf(request)), changed));
    });

    app.delete(path, routeOptions("resources/tags/delete"), (request, reply) => {
      write(extendedScope(resourceIdOf(request)), () => ({}));
      return reply.status(200).send();
    });
  }
}
