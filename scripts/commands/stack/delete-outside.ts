/** Deletes what is a stack's own by name and tag, whatever its state records. */
import { RESOURCE_TYPES } from "../../../infra/azure/resource-types";
import { placeOf } from "../../../infra/azure/arm-id";
import type { Session } from "../../../infra/azure/session";
import { policyNamed } from "../../../infra/azure/workspace-api";
import { deleteWorkspace } from "../../../infra/components/dynamic/forced-delete";
import { removeSeat } from "../../../infra/components/dynamic/seat-cleanup";
import { folderOf, namesOf } from "../../../infra/names/physical-names";
import { markOf } from "../../../infra/names/tags";
import type { Failure } from "../../engine/engine";
import { azureClients } from "../../lib/azure/clients";
import { refusalOf } from "../../lib/azure/errors";
import {
  armSession,
  openWorkspace,
  openWorkspaceAt,
  ownerNames,
  workspaceIdOf,
} from "../../lib/azure/workspace";
import { type FoundResource, isOwn, type ProofInput, type ResourceKind } from "../../proof";
import { deleteResource, purgeDeleted } from "./delete-resource";
import { type Evidence, lookFor } from "./evidence";
import { liftLock } from "./lift-lock";
import { findOutside, nameOf } from "./outside";
import type { StackHandle } from "./session";

/** What was deleted outside the state, and what could not be. */
export interface DeletedOutside {
  /** `workspace dbw-x` */
  deleted: string[];
  failures: Failure[];
}

type Look = Pick<ProofInput, "config" | "session">;
type Delete = (arm: Session, one: FoundResource, look: Look) => Promise<void>;

const byId =
  (query: Record<string, string> = {}): Delete =>
  (arm, one) =>
    deleteResource(arm, one, query);

/** In this order: what is in a group goes before the group, and an account before its purge. */
const DELETES: Partial<Record<FoundResource["kind"], Delete>> = {
  "diagnostic setting": byId(),
  budget: byId(),
  "role assignment": byId(),
  deployment: byId(),
  cluster: deleteSeat,
  "secret scope": deleteSeat,
  folder: deleteSeat,
  "cluster policy": deletePolicy,
  "log workspace": byId({ force: "true" }),
  workspace: (arm, { id }) => deleteWorkspace(arm, { workspaceId: id }),
  account: byId(),
  "soft-deleted account": purgeDeleted,
  "managed group": byId(),
  "resource group": byId(),
};
const ORDER = Object.keys(DELETES);

/** What Azure keeps something of, unless it is deleted by itself and for good. */
export const KEPT_AFTER_DELETION: readonly ResourceKind[] = [
  "diagnostic setting",
  "log workspace",
  "workspace",
  "account",
];
/** What a lock of the stack's group protects. */
const UNDER_LOCK: readonly ResourceKind[] = [...KEPT_AFTER_DELETION, "resource group"];

/**
 * Deletes what exists of a stack besides its state. What is not provably the stack's own stays, and
 * the proof names it. Each deletion is followed by another look, since it may leave something over:
 * an account is kept for its purge, and a workspace's managed group may have gone with it.
 * @param kinds the kinds that are deleted. Default: all
 */
export async function deleteOutside(
  handle: StackHandle,
  evidence: Evidence,
  kinds?: readonly ResourceKind[],
): Promise<DeletedOutside> {
  const look = await lookFor(handle, evidence);
  const arm = armSession(look.session);
  const tried = new Map<string, FoundResource>();
  const failures: Failure[] = [];
  for (;;) {
    const { existing, leftOver } = await findOutside(handle, evidence);
    const all = [...existing, ...leftOver];
    const found = kinds ? all.filter(({ kind }) => kinds.includes(kind)) : all;
    const next = await nextOwn(
      found.filter(({ id }) => !tried.has(id)),
      (one) => leftOver.includes(one),
      look,
    );
    if (!next || failures.length > 0) return { deleted: goneOf(tried, found), failures };
    tried.set(next.id, next);
    try {
      if (UNDER_LOCK.includes(next.kind)) await liftLock(look.config, look.session);
      await DELETES[next.kind]?.(arm, next, look);
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      failures.push({ urn: next.id, code: refusal.code, message: refusal.reason });
    }
  }
}

/** What was deleted: a purge without the right to it only warns. */
const goneOf = (
  tried: ReadonlyMap<string, FoundResource>,
  left: readonly FoundResource[],
): string[] =>
  [...tried.values()]
    .filter(({ id }) => left.every((one) => one.id !== id))
    .map((one) => `${one.kind} ${nameOf(one)}`);

/** The first in order of what is the stack's own. */
async function nextOwn(
  found: readonly FoundResource[],
  isLeftOver: (one: FoundResource) => boolean,
  look: Look,
): Promise<FoundResource | undefined> {
  const place = ({ kind }: FoundResource): number => ORDER.indexOf(kind);
  const candidates = found.filter((one) => place(one) >= 0).sort((a, b) => place(a) - place(b));
  for (const one of candidates)
    if (isOrphan(one, isLeftOver) || (await isProvenOwn(one, look))) return one;
  return undefined;
}

/** A role on what has the stack's names, and is gone. */
const isOrphan = (one: FoundResource, isLeftOver: (one: FoundResource) => boolean): boolean =>
  one.kind === "role assignment" && isLeftOver(one);

/** Whether a resource is the stack's own, also of kinds that have no tags. */
async function isProvenOwn(one: FoundResource, look: Look): Promise<boolean> {
  const { config, session } = look;
  switch (one.kind) {
    case "budget":
      return JSON.stringify(await readFilter(one, look)).includes(
        `"${namesOf({ ...config, subscriptionId: session.subscriptionId }).resourceGroup}"`,
      );
    case "role assignment":
      // Of a lab or a class it goes with the account, unless that existed before.
      return config.layout === "seat" || config.existing?.openaiAccountId !== undefined;
    case "deployment":
      return config.existing?.openaiAccountId !== undefined && isOwn(one, look);
    case "diagnostic setting":
      // Its name is the stack's, on what has the stack's names.
      return true;
    case "cluster":
    case "cluster policy":
      if (config.existing?.workspaceId !== undefined) return isOwn(one, look);
      return config.layout === "seat" && (await isInClassWorkspace(look));
    case "secret scope":
    case "folder":
      // In a workspace that existed before, they go with the cluster, which has the tags.
      if (config.existing?.workspaceId !== undefined) return false;
      return config.layout === "seat" && (await isInClassWorkspace(look));
    default:
      return isOwn(one, look);
  }
}

/** A budget has no tags, but the names of its groups. */
async function readFilter({ id }: FoundResource, { session }: Look): Promise<unknown> {
  const { apiVersion } = RESOURCE_TYPES["azure-native:consumption:Budget"];
  const { resources } = azureClients(session);
  const { properties } = await resources.resources.getById(id.replace(/^\//, ""), apiVersion);
  return (properties as { filter?: unknown } | undefined)?.filter ?? {};
}

/** Whether the workspace of a seat has the tags of the seat's class. */
async function isInClassWorkspace({ config, session }: Look): Promise<boolean> {
  const { resourceGroup, databricksWorkspace } = ownerNames(config, session.subscriptionId);
  const { databricks } = azureClients(session);
  const { tags } = await databricks.workspaces.get(resourceGroup, databricksWorkspace);
  const stack = (config.classStack ?? config.stack).split("/").at(-1)!;
  return isOwn({ tags }, { config: { ...config, stack }, session });
}

async function deleteSeat(
  arm: Session,
  _: FoundResource,
  { config, session }: Look,
): Promise<void> {
  const resourceId = workspaceIdOf(config, session.subscriptionId);
  const workspace = await openWorkspaceAt(resourceId, session);
  if (!workspace) return;
  const { subscriptionId, resourceGroup, name } = placeOf(resourceId);
  const { databricks } = azureClients({ ...session, subscriptionId });
  const { workspaceId = "" } = await databricks.workspaces.get(resourceGroup, name);
  const { cluster, secretScope } = namesOf({ ...config, subscriptionId: session.subscriptionId });
  const names = { clusterName: cluster, scopeName: secretScope, folder: folderOf(config) };
  const mark = config.existing?.workspaceId === undefined ? undefined : markOf(config);
  await removeSeat(arm, { resourceId, host: workspace.host, workspaceId, ...names, mark });
}

async function deletePolicy(
  _arm: Session,
  _: FoundResource,
  { config, session }: Look,
): Promise<void> {
  const workspace = await openWorkspace(config, session);
  const { clusterPolicy } = namesOf({ ...config, subscriptionId: session.subscriptionId });
  const policy = workspace && (await policyNamed(workspace.get, clusterPolicy));
  if (policy)
    await workspace.post("/api/2.0/policies/clusters/delete", { policy_id: policy.policy_id });
}
