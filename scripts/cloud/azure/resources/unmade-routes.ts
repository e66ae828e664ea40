import type { FastifyReply, FastifyRequest } from "fastify";
import { NotSimulated } from "../../core/errors";
import { routeOptions } from "../arm/actions";
import type { RouteContext } from "../arm/context";
import { resourceNotFound } from "../arm/errors";
import { requireGroup } from "../arm/write-request";
import { unmadeType } from "./providers";

/*
 * @parity
 * - Types that cannot be made here (`UNMADE` in `azure/resources/providers.ts`: machines, storage,
 *   networks, vaults, access connectors and the like): their lists are empty and their names 404
 *   `ResourceNotFound`, by one rule; making one is 501, and so is any type that is not in that list
 *   — ours
 */

interface TypePath {
  subscription: string;
  /** Undefined in a list of the subscription. */
  group?: string;
  namespace: string;
  type: string;
}

/**
 * Resources of the types that Azure has and nobody can make here. One rule answers for all of them:
 * a list is empty, and a name is not found. Whoever asks what is left, or looks a name up before
 * making something, gets the truth; making one is 501.
 */
export function unmadeRoutes({ app, world }: RouteContext): void {
  const options = {
    ...routeOptions("resources/unmade/read"),
    // Before anything else is checked: of what this cloud does not know it cannot say what is wrong.
    preValidation: (request: FastifyRequest, _reply: FastifyReply, done: () => void): void => {
      requireType(request.params as TypePath);
      done();
    },
  };
  const subscription = "/subscriptions/:subscription";
  const group = `${subscription}/resourceGroups/:group`;

  for (const scope of [subscription, group])
    app.get<{ Params: TypePath }>(
      `${scope}/providers/:namespace/:type`,
      options,
      (request, reply) => {
        const { subscription, group } = request.params;
        if (group !== undefined) requireGroup(world, subscription, group);
        return reply.send({ value: [] });
      },
    );

  app.get<{ Params: TypePath & { group: string; name: string } }>(
    `${group}/providers/:namespace/:type/:name`,
    options,
    ({ params }) => {
      const type = requireType(params);
      requireGroup(world, params.subscription, params.group);
      throw resourceNotFound(type, params.name, params.group);
    },
  );

  // Nobody has a role at a management group here, so nobody sees one.
  app.get("/providers/Microsoft.Management/managementGroups", (_request, reply) =>
    reply.send({ value: [] }),
  );
}

/** The type of a path, in Azure's spelling. @throws ApiError 501 for one that this cloud does not know */
function requireType({ namespace, type }: TypePath): string {
  const known = unmadeType(namespace, type);
  if (known !== undefined) return known;
  throw new NotSimulated(`resources of the type ${namespace}/${type}`);
}
