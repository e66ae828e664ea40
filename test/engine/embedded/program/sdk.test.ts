/**
 * The embedded engine runs programs through parts of the Pulumi SDK that are not in its type declarations. If one of
 * these tests fails after an update of @pulumi/pulumi, scripts/engine/embedded/{sdk,host,monitor}.ts must follow.
 */
import engineRpc from "@pulumi/pulumi/proto/engine_grpc_pb";
import resourceRpc from "@pulumi/pulumi/proto/resource_grpc_pb";
import resource from "@pulumi/pulumi/proto/resource_pb";
import * as runtimeConfig from "@pulumi/pulumi/runtime/config";
import * as settings from "@pulumi/pulumi/runtime/settings";
import * as stack from "@pulumi/pulumi/runtime/stack";
import * as state from "@pulumi/pulumi/runtime/state";
import { expect, test } from "vitest";
import { monitorHandlers } from "../../../../scripts/engine/embedded/program/monitor";
import { sdk, SDK_VERSION } from "../../../../scripts/engine/embedded/program/sdk";
import manifest from "../../../../package.json";

test("the SDK is the pinned one", () =>
  expect(SDK_VERSION).toBe(manifest.dependencies["@pulumi/pulumi"]));

test.each([
  ["runtime/state", state, ["withLocalStorage", "getLocalStore", "setStackResource"]],
  ["runtime/settings", settings, ["resetOptions", "disconnect"]],
  ["runtime/config", runtimeConfig, ["setAllConfig"]],
  ["runtime/stack", stack, ["runInPulumiStack"]],
])("@pulumi/pulumi/%s still has what `pulumi up` itself goes through", (_, module, names) => {
  for (const name of names) expect(module).toHaveProperty(name, expect.any(Function));
});

test("a program's store keeps its clients where we put ours", async () => {
  await sdk.withLocalStorage(() => {
    const client = { close: () => undefined };
    settings.resetOptions("p", "s", 2, "in-process", "in-process", false, "organization");
    Object.assign(sdk.getLocalStore().settings, { monitor: client, engine: client });
    expect([settings.getMonitor(), settings.getEngine()]).toEqual([client, client]);
    return Promise.resolve();
  });
});

test("the services have the methods that we know, and no others", () => {
  expect(Object.keys(resourceRpc.ResourceMonitorService).sort()).toEqual([
    "call",
    "existsResource",
    "getDeploymentInfo",
    "invoke",
    "readResource",
    "registerErrorHook",
    "registerPackage",
    "registerResource",
    "registerResourceHook",
    "registerResourceOutputs",
    "registerStackInvokeTransform",
    "registerStackTransform",
    "signalAndWaitForShutdown",
    "supportsFeature",
  ]);
  expect(Object.keys(engineRpc.EngineService).sort()).toEqual([
    "getRootResource",
    "log",
    "requirePulumiVersion",
    "setRootResource",
    "startDebugging",
  ]);
});

test("only what is implemented is advertised", async () => {
  const handlers = monitorHandlers(undefined as never);
  const info = (await handlers.getDeploymentInfo?.(undefined as never)) as resource.DeploymentInfo;
  const F = resource.ResourceMonitorFeature;
  expect(info.getSupportedfeaturesList()).toEqual([
    F.RESOURCE_MONITOR_FEATURE_SECRETS,
    F.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
    F.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
    F.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
    F.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
    F.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
    F.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
  ]);
});
