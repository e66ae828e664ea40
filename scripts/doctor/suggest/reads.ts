import type { LabConfig } from "../../../infra/config";
import { isJsonObject } from "../../../infra/json-object";
import type { AzureView } from "../azure-view";
import { type Setting, SETTINGS, type Values } from "./axes";

/** The settings that a rule read, with their values: its finding depends on nothing else. */
export type Reads = Map<Setting, unknown>;

/** What is asked of the subscription, and is the same in every region. */
const REGIONLESS: readonly (keyof AzureView)[] = [
  "groupId",
  "accountSkus",
  "deletedAccounts",
  "account",
  "missingOf",
  "accountAt",
  "workspaceAt",
  "deploymentsAt",
  "permissionsAt",
  "callerAt",
  "deployment",
  "modelCapacities",
  "deployedSomewhere",
  "application",
  "permissions",
  "groupPermissions",
  "policies",
  "registration",
  "offer",
  "budgetStart",
];

/** A view of another region that shares what does not depend on it. */
export function inRegion(shared: AzureView, regional: AzureView): AzureView {
  const entries = REGIONLESS.map((name) => [name, shared[name]]);
  return { ...regional, ...(Object.fromEntries(entries) as Partial<AzureView>) };
}

/** A configuration that notes which settings are read of it. */
export function noteReads(config: LabConfig, reads: Reads): LabConfig {
  const watch = (value: object, path: string): object =>
    new Proxy(value, {
      get: (target, name, receiver): unknown => {
        const inner: unknown = Reflect.get(target, name, receiver);
        if (typeof name === "symbol") return inner;
        const key = path === "" ? name : `${path}.${name}`;
        note(key, inner, reads);
        return isJsonObject(inner) ? watch(inner, key) : inner;
      },
    });
  return watch(config, "") as LabConfig;
}

function note(key: string, value: unknown, reads: Reads): void {
  const setting = SETTINGS.find((one) => one === key);
  if (setting === undefined) return;
  // Of an object, such as the budget, only whether it is there counts here.
  reads.set(setting, isJsonObject(value) ? "set" : value);
}

/** A view of Azure that notes when something of the region is read. */
export const noteRegion = (view: AzureView, location: string, reads: Reads): AzureView =>
  new Proxy(view, {
    get: (target, name, receiver): unknown => {
      if (!REGIONLESS.some((one) => one === name)) reads.set("location", location);
      return Reflect.get(target, name, receiver);
    },
  });

/** The value of a setting as `Reads` hold it. */
export function valueOf(config: LabConfig, setting: Setting): unknown {
  const value = setting
    .split(".")
    .reduce<unknown>((holder, key) => (isJsonObject(holder) ? holder[key] : undefined), config);
  return isJsonObject(value) ? "set" : value;
}

/** A configuration with other values. */
export function withValues(config: LabConfig, values: Values): LabConfig {
  const changed = structuredClone(config);
  for (const [path, value] of Object.entries<string | number | undefined>(values)) {
    const keys = path.split(".");
    const last = keys.pop()!;
    const holder = keys.reduce<object>((at, key) => Reflect.get(at, key) as object, changed);
    if (value === undefined) Reflect.deleteProperty(holder, last);
    else Reflect.set(holder, last, value);
  }
  return changed;
}
