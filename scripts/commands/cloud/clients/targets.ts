import { LabError } from "../../../../infra/errors";
import { placeOf } from "../../../../infra/azure/arm-id";
import type { AzureClients } from "../../../lib/azure/clients";
import { didYouMean } from "../../../lib/shell/did-you-mean";

/** An Azure OpenAI account or a Databricks workspace that a client can be pointed at. */
export interface Target {
  name: string;
  /** ARM id. */
  id: string;
  /** `https://…` without a trailing slash. */
  url: string;
  /** Whether the account takes keys. */
  hasKeys: boolean;
}

interface Listed {
  id?: string;
  name?: string;
  url: string | undefined;
  hasKeys?: boolean;
}

const targetOf = ({ id, name, url, hasKeys = true }: Listed): Target[] =>
  id === undefined || name === undefined || url === undefined
    ? []
    : [{ id, name, url: url.replace(/\/$/, ""), hasKeys }];

async function allOf<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of pages) all.push(one);
  return all;
}

/** Every Azure OpenAI account of the subscription that has an address. */
export async function accountsIn({ cognitive }: AzureClients): Promise<Target[]> {
  const found = await allOf(cognitive.accounts.list());
  return found.flatMap(({ id, name, properties }) =>
    targetOf({ id, name, url: properties?.endpoint, hasKeys: !properties?.disableLocalAuth }),
  );
}

/** Every workspace of the subscription that has an address. */
export async function workspacesIn({ databricks }: AzureClients): Promise<Target[]> {
  const found = await allOf(databricks.workspaces.listBySubscription());
  return found.flatMap(({ id, name, workspaceUrl }) =>
    targetOf({ id, name, url: workspaceUrl && `https://${workspaceUrl}` }),
  );
}

/** The first of an account's two keys. */
export async function keyOf({ cognitive }: AzureClients, { id }: Target): Promise<string> {
  const { resourceGroup, name } = placeOf(id);
  const { key1 } = await cognitive.accounts.listKeys(resourceGroup, name);
  return key1 ?? "";
}

/**
 * The one that a flag names, else the only one; undefined when there is none, or the choice is the
 * user's.
 * @throws LabError `not-found` for a name that none has
 */
export function chosen(
  flag: string,
  targets: readonly Target[],
  name: string | undefined,
): Target | undefined {
  if (name === undefined) return targets.length === 1 ? targets[0] : undefined;
  const found = targets.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const names = targets.map((one) => one.name);
  throw new LabError(
    "not-found",
    `the local cloud has no ${flag} "${name}".${didYouMean(name, names)}`,
    { cure: names.length === 0 ? `create one, or omit --${flag}` : `one of ${names.join(", ")}` },
  );
}
