import { sameId } from "../../infra/azure/arm-id";
import { namesOf } from "../../infra/names/physical-names";
import { collect } from "../lib/azure/answers";
import { azureClients } from "../lib/azure/clients";
import { refusalOf } from "../lib/azure/errors";
import type { AzureSession } from "../lib/azure/session";
import type { StackIdentity } from "../lib/azure/workspace";
import type { FoundResource } from "./advice";
import type { ResourceKind, UncheckedResource } from "./report";

/** What bears some tags, and which lists Azure refused. */
export interface Tagged {
  found: FoundResource[];
  unknown: UncheckedResource[];
}

/** What a list says of one resource. */
interface Listed {
  id?: string | undefined;
  tags?: Record<string, string> | undefined;
}

/**
 * Lists the groups, accounts and workspaces of the subscription that bear all these tags, each kind
 * with one list. Groups are asked by the first tag: Azure filters by one. A filtered list of *all*
 * resources has no tags in its rows (documentation of `Resources - List`), so that accounts and
 * workspaces are listed whole, and sorted out here.
 * @param tags checked names and values: they are part of a filter
 */
export async function taggedResources(
  tags: Readonly<Record<string, string>>,
  session: AzureSession,
): Promise<Tagged> {
  const { resources, cognitive, databricks } = azureClients(session);
  const wanted = Object.entries(tags);
  const [name, value] = wanted[0]!;
  const filter = `tagName eq '${name}' and tagValue eq '${value}'`;
  const lists: [ResourceKind, () => Promise<Listed[]>][] = [
    ["resource group", () => collect(resources.resourceGroups.list({ filter }))],
    ["account", () => collect(cognitive.accounts.list())],
    ["soft-deleted account", () => collect(cognitive.deletedAccounts.list())],
    ["workspace", () => collect(databricks.workspaces.listBySubscription())],
  ];
  const isTagged = ({ tags: own = {} }: Listed): boolean =>
    wanted.every(([key, text]) => own[key] === text);
  const read = async ([kind, list]: (typeof lists)[number]): Promise<Tagged> => {
    try {
      const all = (await list()).filter(isTagged);
      const found = all.map(({ id = "", tags: own }) => ({ kind, id, tags: own }));
      return { found, unknown: [] };
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      const { code, reason, cure } = refusal;
      return { found: [], unknown: [{ kind, code, reason, cure }] };
    }
  };
  const answers = await Promise.all(lists.map(read));
  return {
    found: answers.flatMap(({ found }) => found),
    unknown: answers.flatMap(({ unknown }) => unknown),
  };
}

/**
 * What a resource is by its name and its group, if these are the ones that a stack gives; undefined
 * for any other name, such as that of a group that somebody tagged by hand.
 */
export function kindByName(
  id: string,
  kind: ResourceKind,
  owner: Pick<StackIdentity, "project" | "stack">,
  { subscriptionId }: Pick<AzureSession, "subscriptionId">,
): ResourceKind | undefined {
  const names = namesOf({ ...owner, subscriptionId });
  const group = /\/resourceGroups\/([^/]+)/i.exec(id)?.[1] ?? "";
  const name = id.split("/").at(-1) ?? "";
  if (kind === "resource group" && sameId(name, names.managedResourceGroup)) return "managed group";
  const own: Partial<Record<ResourceKind, string>> = {
    "resource group": names.resourceGroup,
    account: names.openaiAccount,
    "soft-deleted account": names.openaiAccount,
    workspace: names.databricksWorkspace,
  };
  const isOwn = sameId(group, names.resourceGroup) && sameId(name, own[kind] ?? "");
  if (isOwn) return kind;
  return undefined;
}
