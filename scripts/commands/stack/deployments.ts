import type { Deployment } from "@azure/arm-cognitiveservices";
import { LabError } from "../../../infra/errors";
import type { LabOutputs } from "../../../infra/outputs";
import { azureClients } from "../../lib/azure/clients";
import type { ProbeOptions, RateLimit } from "../../probe";
import type { StackSession } from "./session";

/** What the probe asks of Resource Manager about the account. */
type AccountOutputs = Pick<
  LabOutputs,
  "resourceGroupName" | "openaiAccountName" | "openaiDeployment"
>;

/** The limits the deployment itself reports; undefined when it reports none or may not be asked: then the answers' headers teach them. */
export async function rateLimitsOf(
  session: StackSession,
  account: AccountOutputs,
): Promise<RateLimit[] | undefined> {
  try {
    const { cognitive } = azureClients(await session.azure());
    const { openaiAccountName, openaiDeployment, resourceGroupName } = account;
    return limitsIn(
      await cognitive.deployments.get(resourceGroupName, openaiAccountName, openaiDeployment),
    );
  } catch {
    return undefined;
  }
}

/**
 * The deployment of the same account that the stack's own is to be compared with.
 * @throws LabError `usage` when it is the same one, or there is none of that name: then those that there are are named.
 */
export async function comparedDeployment(
  session: StackSession,
  account: AccountOutputs,
  name: string,
): Promise<NonNullable<ProbeOptions["compare"]>> {
  const { openaiAccountName: accountName, openaiDeployment: own, resourceGroupName } = account;
  const { cognitive } = azureClients(await session.azure());
  const all: Deployment[] = [];
  for await (const one of cognitive.deployments.list(resourceGroupName, accountName)) all.push(one);
  const others = all.flatMap((one) =>
    one.name === undefined || same(one.name, own) ? [] : [one.name],
  );
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
  const rateLimits = limitsIn(found);
  return {
    deployment: found.name ?? name,
    model: {
      name: model?.name ?? "unknown",
      version: model?.version ?? "",
      sku: found.sku?.name ?? "",
      capacity: found.sku?.capacity ?? 0,
    },
    ...(rateLimits && { rateLimits }),
  };
}

/** Azure's names ignore case. */
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const limitsIn = ({ properties }: Deployment): RateLimit[] | undefined =>
  properties?.rateLimits?.flatMap(({ key, renewalPeriod, count }) =>
    key !== undefined && renewalPeriod !== undefined && count !== undefined
      ? [{ key, renewalPeriod, count }]
      : [],
  );
