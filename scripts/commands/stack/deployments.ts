import type { Deployment } from "@azure/arm-cognitiveservices";
import { placeOf } from "../../../infra/azure/arm-id";
import { LabError } from "../../../infra/errors";
import type { LabOutputs } from "../../../infra/outputs";
import { azureClients } from "../../lib/azure/clients";
import type { ProbeOptions, RateLimit } from "../../probe";
import type { StackSession } from "./session";

/** The outputs that name the account and its deployment. */
type AccountOutputs = Pick<
  LabOutputs,
  "resourceGroupName" | "openaiAccountName" | "openaiDeployment" | "existing"
>;

/** Where the account is, and clients of its subscription: it may have existed before the stack. */
async function accountOf(session: StackSession, account: AccountOutputs) {
  const azure = await session.azure();
  const { resourceGroupName: resourceGroup, openaiAccountName: name, existing } = account;
  const { subscriptionId } = azure;
  const place =
    existing?.openaiAccountId === undefined
      ? { subscriptionId, resourceGroup, name }
      : placeOf(existing.openaiAccountId);
  return { ...place, ...azureClients({ ...azure, subscriptionId: place.subscriptionId }) };
}

/**
 * The deployment's rate limits. Undefined when they cannot be read: the probe then learns them from
 * response headers.
 */
export async function rateLimitsOf(
  session: StackSession,
  account: AccountOutputs,
): Promise<RateLimit[] | undefined> {
  try {
    const { cognitive, resourceGroup, name } = await accountOf(session, account);
    return limitsIn(await cognitive.deployments.get(resourceGroup, name, account.openaiDeployment));
  } catch {
    return undefined;
  }
}

/**
 * Finds another deployment of the stack's account, to compare the stack's own with.
 * @throws LabError `usage` when `name` is the stack's own or does not exist; its cure lists the
 * others
 */
export async function comparedDeployment(
  session: StackSession,
  account: AccountOutputs,
  name: string,
): Promise<NonNullable<ProbeOptions["compare"]>> {
  const { openaiDeployment: own } = account;
  const { cognitive, resourceGroup, name: accountName } = await accountOf(session, account);
  const all: Deployment[] = [];
  for await (const one of cognitive.deployments.list(resourceGroup, accountName)) all.push(one);
  const others = all.flatMap(({ name }) => name ?? []).filter((other) => !same(other, own));
  const cure =
    others.length > 0
      ? `npx lab probe --compare ${others[0]!}; the account ${accountName} has ${others.join(", ")}`
      : `the account ${accountName} has only ${own}: deploy a second model in it first`;
  if (same(name, own))
    throw new LabError("usage", `${name} is the stack's own deployment: compare it with another`, {
      cure,
    });
  const found = all.find((one) => same(one.name ?? "", name));
  if (!found)
    throw new LabError("usage", `there is no deployment ${name}`, { where: accountName, cure });
  const { model } = found.properties ?? {};
  return {
    deployment: found.name ?? name,
    model: {
      name: model?.name ?? "unknown",
      version: model?.version ?? "",
      sku: found.sku?.name ?? "",
      capacity: found.sku?.capacity ?? 0,
    },
    rateLimits: limitsIn(found),
  };
}

/** Names in Azure ignore case. */
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const limitsIn = ({ properties }: Deployment): RateLimit[] | undefined =>
  properties?.rateLimits?.flatMap(({ key, renewalPeriod, count }) => {
    if (key === undefined || renewalPeriod === undefined || count === undefined) return [];
    return [{ key, renewalPeriod, count }];
  });
