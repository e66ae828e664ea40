import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Deployment } from "../azure/entities";
import type { World } from "../core/world";
import { admit } from "./access";
import type { DataOperation } from "./data-operations";
import { type Capability, identityHeaders, namedModel, requireDeployment } from "./deployment";
import { type ApiVersion, requestedVersion } from "./versions";

/*
 * @parity
 * - `POST /openai/deployments/D/chat/completions?api-version=V` and
 *   `POST /openai/v1/chat/completions` (deployment in `model`; key also as Bearer) — documented
 */

/** Something that deployments do. */
interface DeploymentOperation {
  /** End of both paths; after `openai/`, the operation's name among the faults. */
  path: string;
  permission: DataOperation;
  capability: Capability;
}

/** A request to a deployment, by a caller who may make it. */
export interface DeploymentCall {
  request: FastifyRequest;
  reply: FastifyReply;
  version: ApiVersion;
  deployment: Deployment;
}

/**
 * The routes of an operation, on the dated path (deployment in the path) and on v1 (deployment in
 * `model`). Both refuse first what no answer depends on: version, caller and deployment.
 */
export function deploymentRoutes(
  app: FastifyInstance,
  world: World,
  { path, permission, capability }: DeploymentOperation,
  answer: (call: DeploymentCall) => unknown,
): void {
  const options = { config: { operation: `openai/${path}` } };
  const respond = async (
    request: FastifyRequest,
    reply: FastifyReply,
    v1: boolean,
    name: string,
  ): Promise<unknown> => {
    const version = requestedVersion(world, request, v1);
    const account = await admit(world, request, v1, permission);
    const deployment = requireDeployment(world, account, name, capability);
    reply.headers(identityHeaders(world, request, account, deployment));
    return answer({ request, reply, version, deployment });
  };
  app.post<{ Params: { deployment: string } }>(
    `/openai/deployments/:deployment/${path}`,
    options,
    (request, reply) => respond(request, reply, false, request.params.deployment),
  );
  app.post(`/openai/v1/${path}`, options, (request, reply) =>
    respond(request, reply, true, namedModel(request.body)),
  );
}
