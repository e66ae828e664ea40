import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import * as grpc from "@grpc/grpc-js";
import { sameUserCheck } from "./same-user";

/** A gRPC server on a loopback port. */
export interface LoopbackGrpc {
  port: number;
  close: () => void;
}

/** The limit of Pulumi's own engine, in bytes. */
export const MESSAGE_LIMIT = 400 * 1024 * 1024;

/**
 * Serves gRPC on a free port of 127.0.0.1, to processes of the same user only: Pulumi's protocols
 * have no place for a secret, and loopback is open to every user of the machine. Which systems can
 * tell users apart is written at `sameUserCheck`.
 */
export async function serveOnLoopback(
  services: [grpc.ServiceDefinition, grpc.UntypedServiceImplementation][],
): Promise<LoopbackGrpc> {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": MESSAGE_LIMIT,
    "grpc.max_send_message_length": MESSAGE_LIMIT,
  });
  for (const [definition, implementation] of services)
    server.addService(definition, implementation);
  const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
  const isSameUser = await sameUserCheck();
  const listener = createServer({ noDelay: true }, (socket) => {
    if (isSameUser(socket)) injector.injectConnection(socket);
    else socket.destroy();
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  return {
    port: (listener.address() as AddressInfo).port,
    close: () => {
      listener.close();
      injector.destroy();
      server.forceShutdown();
    },
  };
}
