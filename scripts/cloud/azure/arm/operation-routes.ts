import type { FastifyRequest } from "fastify";
import { ApiError } from "../../core/errors";
import type { Operation } from "../../core/operations";
import { routeOptions } from "./actions";
import { originOf } from "./request-url";
import { answerLocation, answerStatus } from "./long-running";
import type { RouteContext } from "./context";

/*
 * @parity
 * - Polling a long-running operation needs the action that the list has for it, at the path of the
 *   poll: the names `Microsoft.Resources/subscriptions/operationresults/read` and
 *   `Microsoft.Databricks/locations/operationstatuses/read` are documented,
 *   `Microsoft.CognitiveServices/locations/operationResults/read` is seen in users' roles; that
 *   Azure refuses a poll without it — documented, reported; the refusal guessed
 * - Reading a resource moves the clock as a poll of its operation does — ours
 */

interface OperationPath {
  subscription: string;
  location: string;
  id: string;
}

/** The polling URLs of long-running operations, in each service's own protocol. */
export function operationRoutes({ app, world }: RouteContext): void {
  const poll = async (id: string): Promise<Operation> => {
    const operation = await world.operations.poll(id);
    if (!operation)
      throw new ApiError(404, "ResourceNotFound", `The operation '${id}' was not found.`);
    return operation;
  };

  app.get<{ Params: OperationPath }>(
    "/subscriptions/:subscription/operationresults/:id",
    routeOptions("resources/operationresults/read"),
    async (request, reply) => answerLocation(request, reply, await poll(request.params.id)),
  );

  app.get<{ Params: OperationPath }>(
    "/subscriptions/:subscription/providers/Microsoft.CognitiveServices/locations/:location/operationResults/:id",
    routeOptions("cognitiveservices/operationResults/read"),
    async (request, reply) => {
      const operation = await poll(request.params.id);
      return answerStatus(reply, 200, cognitiveStatus(request, operation));
    },
  );

  app.get<{ Params: OperationPath }>(
    "/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.Databricks/locations/:location/operationStatuses/:id",
    routeOptions("databricks/operationstatuses/read"),
    async (request, reply) => {
      const operation = await poll(request.params.id);
      const { status, error } = operation;
      if (status !== "Running") return answerStatus(reply, 200, { status, error });
      void reply.header("location", `${originOf(request)}${request.url}`);
      return answerStatus(reply, 202, { status: "Accepted" });
    },
  );
}

function cognitiveStatus(request: FastifyRequest, operation: Operation) {
  const { id, kind, status, error } = operation;
  const document = (shownStatus: string) => ({
    id: request.url.split("?")[0],
    name: id,
    status: shownStatus,
    startTime: new Date(operation.startedAt).toISOString(),
  });
  if (status === "Running") return document(kind.endsWith("/delete") ? "Deleting" : "Creating");
  return { ...document(status), endTime: new Date(operation.endsAt).toISOString(), error };
}
