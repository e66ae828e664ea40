/** Converts the monitor's protobuf requests to goals. */
import { own } from "../../../../infra/json-object";
import type * as alias from "@pulumi/pulumi/proto/alias_pb";
import type * as monitor from "@pulumi/pulumi/proto/resource_pb";
import { fromStruct } from "../../struct";
import { bareGoal, type Alias, type Goal } from "../deployment/goal";

const SECONDS: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 0.001 };
/** Seconds of a Go duration ("1h30m", "90s", "500ms"); undefined for an empty text. */
function parseSeconds(text: string): number | undefined {
  if (!text) return undefined;
  return [...text.matchAll(/([\d.]+)(ms|h|m|s)/g)].reduce(
    (sum, m) => sum + Number(m[1]) * (own(SECONDS, m[2] ?? "") ?? 0),
    0,
  );
}

function aliasOf(a: alias.Alias): Alias {
  const spec = a.getSpec();
  if (!spec) return { urn: a.getUrn() };
  return {
    name: spec.getName() || undefined,
    type: spec.getType() || undefined,
    stack: spec.getStack() || undefined,
    project: spec.getProject() || undefined,
    parent: spec.getParenturn() || undefined,
    noParent: spec.getNoparent(),
  };
}

/** Name of an unsupported feature in a request: the SDK sends some without asking for support. */
function unsupportedFeature(r: monitor.RegisterResourceRequest): string | undefined {
  const hooks = r.getHooks();
  const features: [string, boolean][] = [
    [`remote components (${r.getType()})`, r.getRemote()],
    ["parameterized packages", r.getPackageref() !== ""],
    ["transforms", r.getTransformsList().length > 0],
    [
      "resource hooks",
      hooks !== undefined && Object.values(hooks.toObject()).some((list) => list.length > 0),
    ],
    ["state migrations", r.getStateMigrationsList().length > 0],
    ["hideDiffs", r.getHidediffsList().length > 0],
    ["envVarMappings", r.getEnvvarmappingsMap().getLength() > 0],
    ["customTimeouts.read", Boolean(r.getCustomtimeouts()?.getRead())],
  ];
  return features.find(([, used]) => used)?.[0];
}

/** The goal of a RegisterResource request. */
export function goalOf(r: monitor.RegisterResourceRequest): Goal {
  const t = r.getCustomtimeouts();
  const timeouts = {
    create: parseSeconds(t?.getCreate() ?? ""),
    update: parseSeconds(t?.getUpdate() ?? ""),
    delete: parseSeconds(t?.getDelete() ?? ""),
  };
  return {
    unsupported: unsupportedFeature(r),
    type: r.getType(),
    name: r.getName(),
    custom: r.getCustom(),
    props: fromStruct(r.getObject()),
    parent: r.getParent() || undefined,
    provider: r.getProvider() || undefined,
    version: r.getVersion() || undefined,
    dependencies: r.getDependenciesList(),
    // `toArray` returns raw arrays when a message was never serialised; `entries` does not.
    propertyDependencies: Object.fromEntries(
      [...r.getPropertydependenciesMap().entries()].map(([key, urns]) => [key, urns.getUrnsList()]),
    ),
    protect: r.hasProtect() ? r.getProtect() : undefined,
    deleteBeforeReplace: r.getDeletebeforereplacedefined() ? r.getDeletebeforereplace() : undefined,
    ignoreChanges: r.getIgnorechangesList(),
    replaceOnChanges: r.getReplaceonchangesList(),
    additionalSecretOutputs: r.getAdditionalsecretoutputsList(),
    aliases: r.getAliasesList().map(aliasOf),
    importId: r.getImportid() || undefined,
    customTimeouts: Object.values(timeouts).some((s) => s !== undefined) ? timeouts : undefined,
    retainOnDelete: r.hasRetainondelete() ? r.getRetainondelete() : undefined,
    deletedWith: r.getDeletedwith() || undefined,
    replaceWith: r.getReplaceWithList(),
    replacementTrigger: r.getReplacementTrigger()?.toJavaScript(),
  };
}

/** The goal of a ReadResource request (`Resource.get`), without its id. */
export const readGoalOf = (r: monitor.ReadResourceRequest): Goal => ({
  ...bareGoal(r.getType(), r.getName(), fromStruct(r.getProperties())),
  parent: r.getParent() || undefined,
  provider: r.getProvider() || undefined,
  version: r.getVersion() || undefined,
  dependencies: r.getDependenciesList(),
  additionalSecretOutputs: r.getAdditionalsecretoutputsList(),
});
