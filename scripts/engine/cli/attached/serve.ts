/**
 * Serves the stand-ins to the real Pulumi CLI, which attaches to the ports in
 * PULUMI_DEBUG_PROVIDERS.
 */
import type * as grpc from "@grpc/grpc-js";
import rpc from "@pulumi/pulumi/proto/provider_grpc_pb";
import { serveOnLoopback, type LoopbackGrpc } from "../../../base/loopback-grpc";
import type { Plugin, Plugins } from "../../plugin";
import { statusOf } from "./provider-messages";
import { resourceProvider, type Call, type Methods } from "./resource-provider";

/** Stand-ins that listen for the Pulumi CLI. */
export interface ServedProviders {
  /** Environment variables with which the CLI uses them instead of the vendors' plugins. */
  env: Record<string, string>;
  close: () => void;
}

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
    close: () => served.forEach(({ close }) => close()),
  };
}

const serve = (plugin: Plugin): Promise<LoopbackGrpc> =>
  serveOnLoopback([[rpc.ResourceProviderService, unary(resourceProvider(plugin))]]);

/** The methods as grpc-js calls them. */
export const unary = (methods: Methods): grpc.UntypedServiceImplementation =>
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
