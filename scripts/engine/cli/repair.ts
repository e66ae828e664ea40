/** Repairs an exported state by reads of the cloud, before the CLI works with it. */
import { DATABRICKS_WORKSPACE } from "../../../infra/azure/resource-types";
import type { Session } from "../../../infra/azure/session";
import { LabError } from "../../../infra/errors";
import { belongsTo, goneWorkspaces, withoutGone, workspaceRefsOf } from "../gone-workspaces";
import { adopt, type PendingOperation, type Resource } from "../state/resource";
import { isProviderType, packageOf, referenceOf } from "../state/urn";
import { armResourceWhenIdle } from "./arm-resources";
import { readVerdict, type Verdict } from "./interrupted-creates";
import type { ExportedState } from "./state";

/** Access to the cloud. */
export interface Cloud {
  /** Called only when a read is necessary. */
  signIn: () => Promise<Session>;
  /** Subscription of resources whose provider has none configured. */
  subscriptionId: string | undefined;
}

/** The result of a repair. */
export interface Repaired {
  /** Whether the state has changed. */
  changed: boolean;
  /** Resources of workspaces that are gone, removed from the state. */
  dropped: Resource[];
  /** Interrupted creates of which it is not known whether they happened, and why. */
  unresolved: { urn: string; reason: string }[];
}

const UNKNOWN =
  "whether it exists cannot be told: if the next `up` says that it does, import or delete it by hand";

/**
 * Changes `state` in place: removes the resources of workspaces that are gone, and resolves interrupted
 * creates. A create that happened is added to the state with its inputs; a refresh reads the rest.
 * An unresolved one stays pending, or is removed with `forgetUnknown`. One whose service did not answer
 * always stays pending. Without a sign-in nothing changes: the CLI may have one of its own (Pulumi ESC).
 */
export async function repair(
  state: ExportedState,
  cloud: Cloud,
  forgetUnknown: boolean,
): Promise<Repaired> {
  const { resources = [], pending_operations: pending = [] } = state.deployment;
  const workspaces = workspaceRefsOf(resources);
  if (workspaces.length === 0 && !pending.some(isCreate))
    return { changed: false, dropped: [], unresolved: [] };
  const session = await resultOrReason(cloud.signIn());
  if (session instanceof LabError) {
    const reason = session.message;
    return {
      changed: false,
      dropped: [],
      unresolved: pending.filter(isCreate).map((o) => ({ urn: o.resource.urn, reason })),
    };
  }
  // If Azure does not answer, the refresh fails later with the cause.
  const gone = await goneWorkspaces(workspaces, async (id) => {
    const found = await resultOrReason(
      armResourceWhenIdle(session, id, DATABRICKS_WORKSPACE.apiVersion),
    );
    return found instanceof LabError ? found : found && { ...found.properties };
  });
  const { kept, dropped } = withoutGone(resources, gone);
  const isLost = (r: Resource): boolean => gone.some((workspace) => belongsTo(workspace, r));

  const unresolved: Repaired["unresolved"] = [];
  const open: PendingOperation[] = [];
  for (const operation of pending.filter(({ resource }) => !isLost(resource))) {
    const { resource } = operation;
    if (!isCreate(operation)) {
      open.push(operation);
      continue;
    }
    const workspace = workspaces.find(({ reference }) => reference === resource.provider);
    const subscriptionId = subscriptionOf(resource, resources) ?? cloud.subscriptionId;
    const verdict = await verdictOn(resource, { session, workspace, subscriptionId });
    if (typeof verdict === "object" && "id" in verdict) recordCreate(kept, resource, verdict.id);
    if (verdict === "unknown") unresolved.push({ urn: resource.urn, reason: UNKNOWN });
    if (verdict instanceof LabError)
      unresolved.push({ urn: resource.urn, reason: verdict.message });
    if (verdict instanceof LabError || (verdict === "unknown" && !forgetUnknown))
      open.push(operation);
  }
  state.deployment.resources = kept;
  state.deployment.pending_operations = open;
  return {
    changed: dropped.length > 0 || open.length < pending.length,
    dropped,
    unresolved,
  };
}

const isCreate = ({ type }: PendingOperation): boolean => type === "creating";

async function verdictOn(
  resource: Resource,
  place: Parameters<typeof readVerdict>[1],
): Promise<Verdict | LabError> {
  // Provider resources and components are not in the cloud.
  if (!resource.custom || isProviderType(resource.type)) return "again";
  return resultOrReason(readVerdict(resource, place));
}

/** The result, or the cloud's or the sign-in's error. */
const resultOrReason = <T>(answer: Promise<T>): Promise<T | LabError> =>
  answer.catch((error: unknown) => {
    if (error instanceof LabError && ["cloud", "sign-in"].includes(error.code)) return error;
    throw error;
  });

function recordCreate(resources: Resource[], wanted: Resource, id: string): void {
  const isRecorded = (r: Resource): boolean =>
    r.urn === wanted.urn && r.id === id && r.pendingReplacement !== true;
  if (resources.some(isRecorded)) return;
  const now = new Date().toISOString();
  // The databricks provider reads a cluster's libraries only where the state has some.
  const outputs = packageOf(wanted.type) === "databricks" ? wanted.inputs : undefined;
  adopt(resources, { ...wanted, id, outputs, created: now, modified: now });
}

/** Subscription of the resource's provider, else that of any resource in the stack. */
function subscriptionOf({ provider }: Resource, resources: Resource[]): string | undefined {
  const configured = resources.find(
    (r) => isProviderType(r.type) && referenceOf(r) === provider,
  )?.inputs;
  if (typeof configured?.subscriptionId === "string") return configured.subscriptionId;
  return resources
    .map(({ id = "" }) => /^\/subscriptions\/([^/]+)/.exec(id)?.[1])
    .find((id) => id !== undefined);
}
