/**
 * Implements Pulumi's ResourceProvider service on one of our plugins, in place of the vendor's
 * plugin binary.
 */
import type { ServerUnaryCall } from "@grpc/grpc-js";
import pluginMessages from "@pulumi/pulumi/proto/plugin_pb";
import type * as messages from "@pulumi/pulumi/proto/provider_pb";
import pb from "@pulumi/pulumi/proto/provider_pb";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb";
import { LabError } from "../../../../infra/errors";
import type { CallOptions, Plugin, Props, Provider, Target } from "../../plugin";
import { fromStruct } from "../../struct";
import { checkResponse, diffResponse, failuresOf, structOf, targetOf } from "./provider-messages";

/** The part of a gRPC call that the methods use. */
export type Call<Request = never> = Pick<
  ServerUnaryCall<Request, unknown>,
  "request" | "getPeer" | "on" | "cancelled"
>;
/** The methods of the service, by name. */
export type Methods = Record<string, (call: Call) => Promise<unknown>>;

/** A signal that aborts when the engine cancels the call or ends. */
function signalOf(call: Call<unknown>): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new Error("the engine gave the operation up"));
  if (call.cancelled) abort();
  call.on("cancelled", abort);
  return controller.signal;
}

/** The options of a call. A timeout of zero means that the program set none. */
const optionsOf = (call: Call<{ getTimeout(): number }>): CallOptions => ({
  timeout: call.request.getTimeout() || undefined,
  signal: signalOf(call),
});

/** A check or a comparison of inputs. */
const checkOf = (request: messages.CheckRequest): Target & { olds: Props; news: Props } => ({
  ...targetOf(request.getUrn()),
  olds: fromStruct(request.getOlds()),
  news: fromStruct(request.getNews()),
});

const empty = (): Promise<unknown> => Promise.resolve(new emptyMessages.Empty());

/** The resource that a diff or an update is about, before and after. */
const changeOf = (r: messages.DiffRequest | messages.UpdateRequest) => ({
  ...targetOf(r.getUrn()),
  id: r.getId(),
  olds: fromStruct(r.getOlds()),
  oldInputs: fromStruct(r.getOldInputs()),
  news: fromStruct(r.getNews()),
});

/**
 * Creates the methods for a plugin. Values are exchanged in clear, without secret marks and
 * resource references; the engine marks outputs as secret by their inputs, as the embedded engine
 * does.
 */
export function resourceProvider(plugin: Plugin): Methods {
  // One port serves all provider instances of an engine, because each has a connection of its own.
  const configured = new Map<string, Provider>();
  const cancelled = new Set<string>();
  const provider = (call: Call<unknown>): Provider => {
    const found = configured.get(call.getPeer());
    if (found) return found;
    if (cancelled.has(call.getPeer()))
      throw new LabError("interrupted", "the run was interrupted before this began");
    throw new LabError("unsupported", "this connection has not configured its provider", {
      cure: "run the command again: a lost connection to the local cloud cannot be taken up in the middle",
    });
  };
  return {
    // The defaults: it accepts no secrets, resources and outputs.
    handshake: () => Promise.resolve(new pb.ProviderHandshakeResponse()),
    attach: empty,
    getPluginInfo: () =>
      Promise.resolve(new pluginMessages.PluginInfo().setVersion(plugin.version)),
    checkConfig: async ({ request }: Call<messages.CheckRequest>) => {
      const r = checkOf(request);
      return checkResponse((await plugin.checkConfig?.(r)) ?? { inputs: r.news });
    },
    diffConfig: async ({ request: r }: Call<messages.DiffRequest>) => {
      const olds = fromStruct(r.getOldInputs());
      const news = fromStruct(r.getNews());
      const compared = await plugin.diffConfig?.({ ...targetOf(r.getUrn()), olds, news });
      return diffResponse(compared ?? {});
    },
    configure: async (call: Call<messages.ConfigureRequest>) => {
      const r = call.request;
      // These two are notes of the engine.
      const { version: _version, __internal, ...config } = fromStruct(r.getArgs());
      const provider = await plugin.configure({
        ...targetOf(r.getUrn() ?? ""),
        id: r.getId() ?? "",
        config,
      });
      configured.set(call.getPeer(), provider);
      return new pb.ConfigureResponse().setSupportspreview(true);
    },
    invoke: async (call: Call<messages.InvokeRequest>) => {
      const [token, p] = [call.request.getTok(), provider(call)];
      if (!p.invoke) throw new Error(`the provider has no function ${token}`);
      const args = fromStruct(call.request.getArgs());
      const { result = {}, failures } = await p.invoke({ token, args });
      return new pb.InvokeResponse()
        .setReturn(structOf(result))
        .setFailuresList(failuresOf(failures));
    },
    check: async (call: Call<messages.CheckRequest>) => {
      const r = checkOf(call.request);
      return checkResponse((await provider(call).check?.(r)) ?? { inputs: r.news });
    },
    diff: async (call: Call<messages.DiffRequest>) => {
      const r = call.request;
      const request = {
        ...changeOf(r),
        ignoreChanges: r.getIgnorechangesList(),
      };
      return diffResponse((await provider(call).diff?.(request)) ?? {});
    },
    create: async (call: Call<messages.CreateRequest>) => {
      const r = call.request;
      const live = await provider(call).create({
        ...targetOf(r.getUrn()),
        inputs: fromStruct(r.getProperties()),
        preview: r.getPreview(),
        ...optionsOf(call),
      });
      return new pb.CreateResponse().setId(live.id).setProperties(structOf(live.outputs));
    },
    update: async (call: Call<messages.UpdateRequest>) => {
      const r = call.request;
      const request = {
        ...changeOf(r),
        preview: r.getPreview(),
        ...optionsOf(call),
      };
      const updated = await provider(call).update?.(request);
      const outputs = updated?.outputs ?? { ...request.olds, ...request.news };
      return new pb.UpdateResponse().setProperties(structOf(outputs));
    },
    read: async (call: Call<messages.ReadRequest>) => {
      const r = call.request;
      const request = {
        ...targetOf(r.getUrn()),
        id: r.getId(),
        inputs: fromStruct(r.getInputs()),
        outputs: fromStruct(r.getProperties()),
      };
      const p = provider(call);
      const live = p.read ? await p.read(request) : request;
      // An empty id means that the resource does not exist.
      if (!live?.id) return new pb.ReadResponse();
      const { id, outputs, inputs = request.inputs } = live;
      return new pb.ReadResponse()
        .setId(id)
        .setProperties(structOf(outputs))
        .setInputs(structOf(inputs));
    },
    delete: async (call: Call<messages.DeleteRequest>) => {
      const r = call.request;
      await provider(call).delete?.({
        ...targetOf(r.getUrn()),
        id: r.getId(),
        inputs: fromStruct(r.getOldInputs()),
        outputs: fromStruct(r.getProperties()),
        ...optionsOf(call),
      });
      return empty();
    },
    /**
     * The engine ended or was interrupted. Operations that run go on to their end, and the engine
     * records them.
     */
    cancel: (call: Call<unknown>) => {
      configured.delete(call.getPeer());
      cancelled.add(call.getPeer());
      return empty();
    },
  };
}
