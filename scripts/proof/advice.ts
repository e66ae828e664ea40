import type { ExistingResource } from "./existence-checks";
import type { CheckedResource, RemainingResource, ResourceKind } from "./report";

/** A resource that was found, before it is known what else was. */
export type FoundResource = ExistingResource & Pick<RemainingResource, "kind" | "id">;

/** What all checks together show. */
export interface Picture {
  /** The stack simply exists: nothing of it was destroyed. */
  exists: boolean;
  /** Nothing else of the stack is left, as far as could be looked for. */
  onlyGroups: boolean;
}

const GROUPS: readonly ResourceKind[] = ["resource group", "managed group"];
/** Resources that a group must not be deleted around. */
const HELD: readonly ResourceKind[] = ["account", "soft-deleted account", "workspace"];

/** @param recorded number of resources in the stack's state; 0 without one */
export function pictureOf(
  found: readonly FoundResource[],
  looked: readonly CheckedResource[],
  recorded: number,
): Picture {
  const isLeft = (kind: ResourceKind): boolean =>
    found.some((one) => one.kind === kind && one.deleting !== true);
  const holds = isLeft("resource group") && (isLeft("account") || isLeft("workspace"));
  return {
    exists: holds || (recorded > 0 && found.some(({ deleting }) => deleting !== true)),
    onlyGroups:
      found.every(({ kind }) => GROUPS.includes(kind)) &&
      looked.every(({ kind, state }) => state !== "unknown" || !HELD.includes(kind)),
  };
}

const nameOf = (id: string): string => id.split("/").at(-1) ?? id;

/** What it means that a resource is left, and what to do about it. */
export function adviceOn(
  { kind, id, deleting = false, until }: FoundResource,
  { exists, onlyGroups }: Picture,
  destroy: string,
): string {
  if (deleting) return "is being deleted: look again in a minute";
  if (exists) return `exists: ${destroy}`;
  const deleteGroup = `az group delete --name ${nameOf(id)}`;
  switch (kind) {
    case "resource group":
      if (onlyGroups) return `delete it with everything in it: ${deleteGroup}`;
      return "delete it last, after everything else that is left";
    case "managed group":
      if (onlyGroups)
        return `the workspace is deleted, but its managed group still exists and is billed: ${deleteGroup}`;
      return "is billed: run lab destroy again";
    case "account":
      return "its deployments hold quota: run lab destroy again";
    case "soft-deleted account":
      return `holds its name and quota${until === undefined ? "" : ` until ${until}`}: ${purgeText(id)}`;
    case "workspace":
      return "is billed: run lab destroy again";
    case "log workspace":
      return "keeps the logs, and is billed for them: run lab destroy again";
    case "soft-deleted log workspace":
      return logsText(id);
    case "budget":
      return `writes e-mails about a lab that is gone: az consumption budget delete --budget-name ${nameOf(id)}`;
    case "role assignment":
      return `the student may still ask the class's model: az role assignment delete --ids ${id}`;
    case "deployment":
      return "holds quota: run lab destroy again";
    case "cluster":
      return "is billed while it runs: run lab destroy again";
    case "secret scope":
      return "may hold a key: run lab destroy again";
    case "folder":
      return "holds the student's work: run lab destroy again";
    default:
      return "run lab destroy again";
  }
}

/** What to do about a name that somebody else has in what existed before the stack. */
export const theirsCure = ({ kind }: Pick<FoundResource, "kind">): string =>
  kind === "deployment"
    ? "use another name: rai-lab:deploymentName"
    : "use another stack name, or delete it by hand if it is left over from this stack";

/** What to do about a resource that has the stack's name, but neither its tags nor a state. */
export function foreignText({ kind, id }: FoundResource, stack: string, recover: string): string {
  const untagged = `has no tags of stack ${stack}, so lab destroy`;
  // Databricks makes and deletes it with its workspace: no state records it.
  if (kind === "managed group")
    return `${untagged} and lab recover leave it, and it is billed: look at what it holds, then az group delete --name ${nameOf(id)}`;
  return `${untagged} leaves it: ${recover} takes it into the state, or delete it by hand`;
}

/** The command that purges a soft-deleted account, whose id has the location form. */
function purgeText(id: string): string {
  const [, location, group, name] =
    /\/locations\/([^/]+)\/resourceGroups\/([^/]+)\/deletedAccounts\/([^/]+)$/i.exec(id) ?? [];
  if (location === undefined) return "purge it";
  return `purge it: az cognitiveservices account purge --name ${name} --resource-group ${group} --location "${location}"`;
}

/** What to do about logs that Azure keeps: only an existing workspace can be deleted for good. */
function logsText(id: string): string {
  const [, group = "", name = ""] = /\/resourceGroups\/([^/]+)\/.*\/([^/]+)$/i.exec(id) ?? [];
  const place = `--resource-group ${group} --workspace-name ${name}`;
  return (
    "keeps its logs for 14 days: create it again in its group and region, then " +
    `az monitor log-analytics workspace delete --force ${place}`
  );
}
