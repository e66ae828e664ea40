/** Settles in an exported state what the CLI cannot tell by itself, by asking the cloud; nothing there is changed. */
import type { Session } from "../../../infra/azure/session";
import { LabError } from "../../../infra/errors";
import { adopt, removeReferences, type PendingOperation, type Resource } from "../state/resource";
import { isProviderType, referenceOf } from "../state/urn";
import { type WorkspaceRef, workspaceRefsOf, isGone, belongsTo } from "./gone-workspaces";
import { readVerdict, type Verdict } from "./interrupted-creates";
import type { ExportedState } from "./state";

export interface Cloud {
  /** Called when there is something to ask. */
  signIn: () => Promise<Session>;
  /** Where resources are whose provider does not say it. */
  subscriptionId: string | undefined;
}

export interface Repaired {
  /** Whether the state is another one now. */
  changed: boolean;
  /** Gone with the workspace that they lived in. */
  dropped: Resource[];
  /** Creates that stay in doubt, and why. */
  unresolved: { urn: string; reason: string }[];
}

const UNKNOWN =
  "whether it exists cannot be told: if the next `up` says that it does, import or delete it by hand";

/**
 * Changes `state` in place: takes out what lived in a workspace that is gone, and settles interrupted creates. One that
 * happened is in the state then, with its inputs alone, for a refresh to read. One that nobody can tell of stays pending,
 * or is forgotten with `forgetUnknown`; so does one whose service did not answer, in any case. Without a sign-in all stays
 * as it is: the CLI may have one of its own (a Pulumi ESC environment).
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
  const gone = await goneWorkspaces(workspaces, session);
  const isLost = (r: Resource): boolean => gone.some((workspace) => belongsTo(workspace, r));
  const [dropped, kept] = [resources.filter(isLost), resources.filter((r) => !isLost(r))];
  for (const { urn } of dropped) removeReferences(kept, urn);

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

/** A workspace that Azure does not tell of is left to the refresh, which fails with the cause. */
async function goneWorkspaces(
  workspaces: WorkspaceRef[],
  session: Session,
): Promise<WorkspaceRef[]> {
  const gone = await Promise.all(
    workspaces.map((workspace) => resultOrReason(isGone(workspace, session))),
  );
  return workspaces.filter((_, i) => gone[i] === true);
}

async function verdictOn(
  resource: Resource,
  place: Parameters<typeof readVerdict>[1],
): Promise<Verdict | LabError> {
  // Providers and components exist only inside the engine.
  if (!resource.custom || isProviderType(resource.type)) return "again";
  return resultOrReason(readVerdict(resource, place));
}

/** The answer, or why there is none. */
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
  adopt(resources, { ...wanted, id, created: now, modified: now });
}

/** As its provider is configured, or as anything else in the stack has it. */
function subscriptionOf({ provider }: Resource, resources: Resource[]): string | undefined {
  const configured = resources.find(
    (r) => isProviderType(r.type) && referenceOf(r) === provider,
  )?.inputs;
  if (typeof configured?.subscriptionId === "string") return configured.subscriptionId;
  return resources
    .map(({ id = "" }) => /^\/subscriptions\/([^/]+)/.exec(id)?.[1])
    .find((id) => id !== undefined);
}
