import engineMessages from "@pulumi/pulumi/proto/engine_pb";
import messages from "@pulumi/pulumi/proto/resource_pb";
import empty from "google-protobuf/google/protobuf/empty_pb";
import structs, { type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import type { Handlers } from "../../../scripts/engine/embedded/program/monitor";

export type Props = Record<string, JavaScriptValue>;

/** One resource as a program asked the engine for it, in the form in which it travels. */
export interface Registration {
  urn: string;
  type: string;
  name: string;
  custom: boolean;
  /** URN. */
  parent: string;
  inputs: Props;
  /** URNs by input. */
  dependsBy: Record<string, string[]>;
  dependencies: string[];
  provider: string;
  deletedWith: string;
  replaceWith: string[];
  deleteBeforeReplace: boolean;
  retainOnDelete: boolean;
  /** Undefined when there is none. */
  replacementTrigger?: JavaScriptValue;
  replaceOnChanges: string[];
  /** What a component, or the stack, registered as its outputs. */
  outputs?: Props;
}

/**
 * What the cloud would add to a resource's inputs, and would answer to an invoke; unknown ones
 * throw.
 */
export interface StubAnswers {
  outputs: (r: Registration) => Props;
  invoke: (token: string, args: Props) => Props;
  /** What resources that are read, and not made, are like: references to other stacks. */
  read?: (type: string, inputs: Props) => Props;
}

export interface StubEngine {
  registered: Registration[];
  /** All but debug. */
  logs: string[];
  monitor: Handlers;
  engine: Handlers;
}

const F = messages.ResourceMonitorFeature;
const FEATURES = [
  F.RESOURCE_MONITOR_FEATURE_SECRETS,
  F.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  F.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
  F.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  F.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
  F.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
  F.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
];
const emptyReply = (): Promise<unknown> => Promise.resolve(new empty.Empty());

/**
 * Both services of an engine that has no providers: every resource comes into being at once, as
 * `answers` says.
 */
export function stubEngine({ outputs, invoke, read }: StubAnswers): StubEngine {
  const registered: Registration[] = [];
  const logs: string[] = [];

  const registerResource = (r: messages.RegisterResourceRequest): Promise<unknown> => {
    const registration: Registration = {
      urn: `urn:pulumi:dev::rai-lab::${r.getType()}::${r.getName()}`,
      type: r.getType(),
      name: r.getName(),
      custom: r.getCustom(),
      parent: r.getParent(),
      inputs: r.getObject()?.toJavaScript() ?? {},
      dependsBy: Object.fromEntries(
        [...r.getPropertydependenciesMap().entries()].map(([key, urns]) => [
          key,
          urns.getUrnsList(),
        ]),
      ),
      dependencies: r.getDependenciesList(),
      provider: r.getProvider(),
      deletedWith: r.getDeletedwith(),
      replaceWith: r.getReplaceWithList(),
      deleteBeforeReplace: r.getDeletebeforereplace(),
      retainOnDelete: r.getRetainondelete() ?? false,
      ...(r.hasReplacementTrigger() && {
        replacementTrigger: r.getReplacementTrigger()!.toJavaScript(),
      }),
      replaceOnChanges: r.getReplaceonchangesList(),
    };
    registered.push(registration);
    const answer = new messages.RegisterResourceResponse();
    answer.setUrn(registration.urn);
    if (!registration.custom) return Promise.resolve(answer);
    const { id, ...rest } = outputs(registration);
    if (typeof id === "string") answer.setId(id);
    answer.setObject(structs.Struct.fromJavaScript({ ...registration.inputs, ...rest }));
    return Promise.resolve(answer);
  };

  const registerResourceOutputs = (
    r: messages.RegisterResourceOutputsRequest,
  ): Promise<unknown> => {
    const owner = registered.find(({ urn }) => urn === r.getUrn());
    if (owner) owner.outputs = r.getOutputs()?.toJavaScript() ?? {};
    return emptyReply();
  };

  const answerInvoke = (r: messages.ResourceInvokeRequest): Promise<unknown> => {
    const answer = new messages.ResourceInvokeResponse();
    answer.setReturn(
      structs.Struct.fromJavaScript(invoke(r.getTok(), r.getArgs()?.toJavaScript() ?? {})),
    );
    return Promise.resolve(answer);
  };

  const readResource = (r: messages.ReadResourceRequest): Promise<unknown> => {
    const answer = new messages.ReadResourceResponse();
    answer.setUrn(`urn:pulumi:dev::rai-lab::${r.getType()}::${r.getName()}`);
    const inputs = r.getProperties()?.toJavaScript() ?? {};
    answer.setProperties(
      structs.Struct.fromJavaScript({ ...inputs, ...read?.(r.getType(), inputs) }),
    );
    return Promise.resolve(answer);
  };

  const getDeploymentInfo = (): Promise<unknown> => {
    const info = new messages.DeploymentInfo();
    info.setSupportedfeaturesList(FEATURES);
    return Promise.resolve(info);
  };

  const log = (r: engineMessages.LogRequest): Promise<unknown> => {
    if (r.getSeverity() !== engineMessages.LogSeverity.DEBUG) logs.push(r.getMessage());
    return emptyReply();
  };

  return {
    registered,
    logs,
    monitor: {
      getDeploymentInfo,
      readResource,
      invoke: answerInvoke,
      registerResource,
      registerResourceOutputs,
      signalAndWaitForShutdown: emptyReply,
    },
    engine: {
      log,
      getRootResource: () => Promise.resolve(new engineMessages.GetRootResourceResponse()),
      setRootResource: () => Promise.resolve(new engineMessages.SetRootResourceResponse()),
    },
  };
}
