import empty from "google-protobuf/google/protobuf/empty_pb";
import structs, { type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import engineMessages from "@pulumi/pulumi/proto/engine_pb";
import messages from "@pulumi/pulumi/proto/resource_pb";
import { serve } from "../../scripts/engine/embedded/transport";

type Props = Record<string, JavaScriptValue>;

/** One resource as a program asked the engine for it. */
export interface Registration {
  urn: string;
  type: string;
  name: string;
  parent: string;
  inputs: Props;
  deletedWith: string;
  replaceWith: string[];
  deleteBeforeReplace: boolean;
  replaceOnChanges: string[];
}

export interface StubMonitor {
  address: string;
  registered: Registration[];
  logs: string[];
  close(): void;
}

/**
 * An engine that knows no providers: every resource comes into being with `outputs(registration)` beside its inputs.
 * It is what the SDK's own runner talks to in tests, so that programs are seen as they travel.
 */
export async function stubMonitor(
  outputs: (r: Registration) => Props,
  invokes: (token: string) => Props,
): Promise<StubMonitor> {
  const registered: Registration[] = [];
  const logs: string[] = [];
  const monitor = {
    supportsFeature: (r: messages.SupportsFeatureRequest) => {
      const answer = new messages.SupportsFeatureResponse();
      answer.setHassupport(
        ["secrets", "resourceReferences", "outputValues", "deletedWith", "replaceWith"].includes(r.getId()),
      );
      return Promise.resolve(answer);
    },
    invoke: (r: messages.ResourceInvokeRequest) => {
      const answer = new messages.ResourceInvokeResponse();
      answer.setReturn(structs.Struct.fromJavaScript(invokes(r.getTok())));
      return Promise.resolve(answer);
    },
    registerResource: (r: messages.RegisterResourceRequest) => {
      const registration: Registration = {
        urn: `urn:pulumi:dev::rai-lab::${r.getType()}::${r.getName()}`,
        type: r.getType(),
        name: r.getName(),
        parent: r.getParent(),
        inputs: r.getObject()?.toJavaScript() ?? {},
        deletedWith: r.getDeletedwith(),
        replaceWith: r.getReplaceWithList(),
        deleteBeforeReplace: r.getDeletebeforereplace(),
        replaceOnChanges: r.getReplaceonchangesList(),
      };
      registered.push(registration);
      const answer = new messages.RegisterResourceResponse();
      answer.setUrn(registration.urn);
      if (r.getCustom()) answer.setId(`id-of-${r.getName()}`);
      answer.setObject(structs.Struct.fromJavaScript({ ...registration.inputs, ...outputs(registration) }));
      return Promise.resolve(answer);
    },
    registerResourceOutputs: () => Promise.resolve(new empty.Empty()),
    signalAndWaitForShutdown: () => Promise.resolve(new empty.Empty()),
  };
  const engine = {
    log: (r: engineMessages.LogRequest) => {
      if (r.getSeverity() !== engineMessages.LogSeverity.DEBUG) logs.push(r.getMessage());
      return Promise.resolve(new empty.Empty());
    },
    getRootResource: () => Promise.resolve(new engineMessages.GetRootResourceResponse()),
    setRootResource: () => Promise.resolve(new engineMessages.SetRootResourceResponse()),
  };
  const server = await serve(monitor, engine);
  return { address: server.address, registered, logs, close: () => server.close() };
}
