/** Serves the stand-ins to the real Pulumi CLI, which attaches to ports it is told in PULUMI_DEBUG_PROVIDERS. */
import * as grpc from "@grpc/grpc-js";
import rpc from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { Plugin, Plugins } from "../engine/plugin";
import { statusOf } from "./provider-messages";
import { resourceProvider, type Call, type Methods } from "./resource-provider";

export interface ServedProviders {
  /** What the CLI needs in its environment to use them instead of the vendors' plugins. */
  env: Record<string, string>;
  close: () => void;
}

/** As large as the engine's own limit. */
const MESSAGE_LIMIT = 400 * 1024 * 1024;

/** Serves every plugin on a loopback port of its own; each port takes any number of engines at once. */
export async function serveProviders(plugins: Plugins): Promise<ServedProviders> {
  const served = await Promise.all(
    Object.entries(plugins).map(async ([name, plugin]) => ({ name, ...(await serve(plugin)) })),
  );
  return {
    env: {
      PULUMI_DEBUG_PROVIDERS: served.map(({ name, port }) => `${name}:${port}`).join(","),
      // What is attached needs no plugin; anything else would be looked for on the Internet, as would a newer CLI.
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
    // Which message comes is decided by the method's name, in the protocol's own table.
    void method(call as Call).then(
      (value) => reply(null, value),
      (reason: unknown) => reply(statusOf(reason)),
    );
