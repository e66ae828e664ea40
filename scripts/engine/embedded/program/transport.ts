/** Two transports to a service's handlers: an object with a client's methods, and gRPC on loopback. */
import { asError } from "../../../base/as-error";
import * as grpc from "@grpc/grpc-js";
import engineRpc from "@pulumi/pulumi/proto/engine_grpc_pb";
import monitorRpc from "@pulumi/pulumi/proto/resource_grpc_pb";
import { serveOnLoopback } from "../../../base/loopback-grpc";
import { Stopped } from "../deployment/failure";
import type { Handler, Handlers } from "./monitor";

type Reply = (error: Error | null, value?: unknown) => void;

/** The SDK ends silently on UNAVAILABLE; any other status rejects the request. */
function toStatus(reason: unknown): Error {
  const error = asError(reason);
  // The answer of another engine, which a handler only hands on.
  if ("code" in error && typeof error.code === "number") return error;
  const code = error instanceof Stopped ? grpc.status.UNAVAILABLE : grpc.status.UNKNOWN;
  // A copy, since the error itself is reported later with its own code.
  return Object.assign(new Error(error.message), { code, details: error.message });
}

const answer = (handler: Handler, request: unknown, reply: Reply): void =>
  void handler(request as never).then(
    (value) => reply(null, value),
    (e: unknown) => reply(toStatus(e)),
  );

/** The SDK makes a text of each answer, for a message that nobody reads. */
const withoutText = (value: unknown): unknown =>
  Object.assign(value as object, { toString: noText });
const noText = (): string => "";

/**
 * A client without a socket, for a program that may outlive its deployment: once it is closed it
 * keeps no handler. Metadata arguments between request and callback are ignored.
 */
export function asClient(handlers: Handlers): object {
  const open = new Map(Object.entries(handlers));
  const over: Handler = () => Promise.reject(new Error("the deployment is over"));
  const method =
    (name: string) =>
    (request: unknown, ...rest: unknown[]): void => {
      const handler = open.get(name) ?? over;
      answer((r) => handler(r).then(withoutText), request, rest.at(-1) as Reply);
    };
  return {
    ...Object.fromEntries(Object.keys(handlers).map((name) => [name, method(name)])),
    close: () => open.clear(),
  };
}

const unary = (handlers: Handlers): grpc.UntypedServiceImplementation =>
  Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [
      name,
      (call: { request: unknown }, reply: Reply) => answer(handler, call.request, reply),
    ]),
  );

/** Serves both services on one loopback port, for programs in another process. */
export async function serve(
  monitor: Handlers,
  engine: Handlers,
): Promise<{ address: string; close(): void }> {
  const { port, close } = await serveOnLoopback([
    [monitorRpc.ResourceMonitorService, unary(monitor)],
    [engineRpc.EngineService, unary(engine)],
  ]);
  return { address: `127.0.0.1:${port}`, close };
}
