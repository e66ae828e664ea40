/**
 * Serves the stand-ins to the real Pulumi CLI, which attaches to the ports in
 * PULUMI_DEBUG_PROVIDERS.
 */
import * as grpc from "@grpc/grpc-js";
import rpc from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { Plugin, Plugins } from "../engine/plugin";
import { statusOf } from "./provider-messages";
import { resourceProvider, type Call, type Methods } from "./resource-provider";

/** Stand-ins that listen for the Pulumi CLI. */
export interface ServedProviders {
  /** Environment variables with which the CLI uses them instead of the vendors' plugins. */
  env: Record<string, string>;
  close: () => void;
}

/** The engine's own limit, in bytes. */
const MESSAGE_LIMIT = 400 * 1024 * 1024;

/**
 * Serves every plugin on a loopback port of its own; each port takes any number of engines at once.
 */
export async function serveProviders(plugins: Plugins): Promise<ServedProviders> {
  const served = await Promise.all(
    Object.entries(plugins).map(async ([name, plugin]) => ({ name, ...(await serve(plugin)) })),
  );
  return {
    env: {
      PULUMI_DEBUG_PROVIDERS: served.map(({ name, port }) => `${name}:${port}`).join(","),
      // Attached providers need no plugin. Without these the CLI would look for plugins and newer
      // versions online.
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    },
    close: () => served.forEach(({ server }) => server.forceShutdown()),
  };
}

async function serve(plugin: Plugin): Promise<{ port: number; server: grpc.Server }> {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": MESSAGE_LIMIT,
    "grpc.max_send_message_length": MESSAGE_LIMIT,
  });
  server.addService(rpc.ResourceProviderService, unary(resourceProvider(plugin)));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { port, server };
}

const unary = (methods: Methods): grpc.UntypedServiceImplementation =>
  Object.fromEntries(Object.entries(methods).map(([name, method]) => [name, handler(method)]));

type Reply = (error: Partial<grpc.StatusObject> | null, value?: unknown) => void;

const handler =
  (method: (call: Call) => Promise<unknown>) =>
  (call: Call<unknown>, reply: Reply): void =>
    // The protocol's table decides by the method's name which message a call holds.
    void method(call as Call).then(
      (value) => reply(null, value),
      (reason: unknown) => reply(statusOf(reason)),
    );
