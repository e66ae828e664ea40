/** Pulumi's ResourceMonitor and Engine services for one deployment; a program's SDK calls them. */
import type * as engine from "@pulumi/pulumi/proto/engine_pb";
import engineMessages from "@pulumi/pulumi/proto/engine_pb";
import engineRpc from "@pulumi/pulumi/proto/engine_grpc_pb";
import providerMessages from "@pulumi/pulumi/proto/provider_pb";
import type * as monitor from "@pulumi/pulumi/proto/resource_pb";
import messages from "@pulumi/pulumi/proto/resource_pb";
import rpc from "@pulumi/pulumi/proto/resource_grpc_pb";
import empty from "google-protobuf/google/protobuf/empty_pb";
import type { LogEvent } from "../../engine";
import { UNKNOWN } from "../../plugin";
import type { Deployment } from "../deployment";
import { unsupported } from "../deployment/failure";
import { fromStruct, toStruct } from "../../struct";
import { goalOf, readGoalOf } from "./requests";

/** One unary method of a service: protobuf message in, protobuf message out. */
export type Handler = (request: never) => Promise<unknown>;
/** The methods of a service by name. */
export type Handlers = Record<string, Handler>;

const Feature = messages.ResourceMonitorFeature;
/** The SDK refuses a feature that is not in this list. */
const FEATURES: Record<string, monitor.ResourceMonitorFeature> = {
  secrets: Feature.RESOURCE_MONITOR_FEATURE_SECRETS,
  resourceReferences: Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  outputValues: Feature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
  aliasSpecs: Feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  deletedWith: Feature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
  replaceWith: Feature.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
  replacementTrigger: Feature.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
};

/** Every method of a service. Methods without a handler are refused by name. */
const withUnsupportedMethods = (service: object, handlers: Handlers): Handlers => ({
  ...Object.fromEntries(
    Object.keys(service).map((name) => [
      name,
      () => Promise.reject(unsupported(`the protocol method ${name}`)),
    ]),
  ),
  ...handlers,
});

const isKnown = (id: string | undefined): id is string => id !== undefined && !id.includes(UNKNOWN);

/** The ResourceMonitor service. */
export function monitorHandlers(d: Deployment): Handlers {
  return withUnsupportedMethods(rpc.ResourceMonitorService, {
    getDeploymentInfo() {
      const info = new messages.DeploymentInfo();
      info.setSupportedfeaturesList(Object.values(FEATURES));
      return Promise.resolve(info);
    },
    supportsFeature(r: monitor.SupportsFeatureRequest) {
      const answer = new messages.SupportsFeatureResponse();
      answer.setHassupport(Object.hasOwn(FEATURES, r.getId()));
      return Promise.resolve(answer);
    },
    async registerResource(r: monitor.RegisterResourceRequest) {
      const answer = new messages.RegisterResourceResponse();
      try {
        const state = await d.register(goalOf(r));
        answer.setUrn(state.urn);
        // The SDK would take an unknown id for a real one.
        answer.setId(isKnown(state.id) ? state.id : "");
        // The program sets the outputs of a component. Old ones would resolve stale references.
        answer.setObject(toStruct(state.custom ? (state.outputs ?? {}) : {}));
      } catch (e) {
        if (!d.canContinueAfter(e)) throw e;
        answer.setResult(messages.Result.FAIL);
      }
      return answer;
    },
    async registerResourceOutputs(r: monitor.RegisterResourceOutputsRequest) {
      await d.registerOutputs(r.getUrn(), fromStruct(r.getOutputs()));
      return new empty.Empty();
    },
    async readResource(r: monitor.ReadResourceRequest) {
      // Rejects on failure: the SDK ignores the result of a read, and would use a resource without a URN.
      const id = r.getId();
      const state = await d.read(readGoalOf(r), isKnown(id) ? id : "");
      const answer = new messages.ReadResourceResponse();
      answer.setUrn(state.urn);
      answer.setProperties(toStruct(state.outputs ?? {}));
      return answer;
    },
    async invoke(r: monitor.ResourceInvokeRequest) {
      const provider = r.getProvider() || undefined;
      const { result, failures } = await d.invoke(
        r.getTok(),
        fromStruct(r.getArgs()),
        provider,
        r.getVersion() || undefined,
      );
      const answer = new messages.ResourceInvokeResponse();
      if (result) answer.setReturn(toStruct(result));
      const reported = (failures ?? []).map(({ property, reason }) => {
        const failure = new providerMessages.CheckFailure();
        failure.setProperty(property);
        failure.setReason(reason);
        return failure;
      });
      answer.setFailuresList(reported);
      return answer;
    },
    call: () => Promise.reject(unsupported("method calls on components")),
    registerPackage: () => Promise.reject(unsupported("parameterized packages")),
    registerStackTransform: () => Promise.reject(unsupported("transforms")),
    registerStackInvokeTransform: () => Promise.reject(unsupported("invoke transforms")),
    registerResourceHook: () => Promise.reject(unsupported("resource hooks")),
    registerErrorHook: () => Promise.reject(unsupported("error hooks")),
    signalAndWaitForShutdown: () => Promise.resolve(new empty.Empty()),
  });
}

const SEVERITIES = ["debug", "info", "warning", "error"] as const;

/** The Engine service. */
export function engineHandlers(onLog: (line: LogEvent) => void): Handlers {
  let root = "";
  return withUnsupportedMethods(engineRpc.EngineService, {
    log(r: engine.LogRequest) {
      // The SDK's debug messages contain whole requests with their secrets: they are not logged.
      if (r.getSeverity() === engineMessages.LogSeverity.DEBUG)
        return Promise.resolve(new empty.Empty());
      onLog({ severity: SEVERITIES[r.getSeverity()], message: r.getMessage(), urn: r.getUrn() });
      return Promise.resolve(new empty.Empty());
    },
    setRootResource(r: engine.SetRootResourceRequest) {
      root = r.getUrn();
      return Promise.resolve(new engineMessages.SetRootResourceResponse());
    },
    getRootResource() {
      const answer = new engineMessages.GetRootResourceResponse();
      answer.setUrn(root);
      return Promise.resolve(answer);
    },
  });
}
