import pLimit from "p-limit";
import type { LabConfig } from "../../../infra/config";
import { LabError } from "../../../infra/errors";
import { namesOf, type Names } from "../../../infra/names/physical-names";
import { markOf, nameStack } from "../../../infra/names/tags";
import { azureView, DEPLOYMENTS_PER_ACCOUNT, sameModel, type AzureView } from "../../doctor";
import { collect } from "../../lib/azure/answers";
import { azureClients, type AzureClients } from "../../lib/azure/clients";
import type { AzureSession } from "../../lib/azure/session";
import type { PriceList } from "../../prices";
import { valueOf, whyUnknown } from "./answer";
import { readPrices } from "./read-prices";
import { answerOf, readRegion } from "./read-region";
import type { ClassSupply, HeldAccount, Quota } from "./supply";

/** What is asked of a subscription for a class. */
export interface SupplyQuestion {
  session: AzureSession;
  /** As `ClassDemand.config`. */
  config: LabConfig;
  /** Stacks that may have an account: the seats', and the one that a shared class has. */
  stacks: readonly string[];
  /** The regions that are wanted; the supply has others after them. */
  regions?: readonly string[] | undefined;
  /** Milliseconds since the epoch, by the clock of the cloud that is asked. */
  now: number;
  prices: PriceList;
}

/** More regions than a teacher would choose from; each costs five requests. */
const MAX_REGIONS = 6;
/** Requests at a time: a subscription allows 25 reads a second. */
const AT_ONCE = 8;
/**
 * Azure's limit of resource groups in a subscription.
 * https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits
 */
const GROUPS = 980;

/**
 * Reads from Azure what a class needs to know of a subscription. It creates nothing. What Azure does
 * not say is in the supply as unknown.
 * @throws errors of the code itself alone
 */
export async function readSupply(question: SupplyQuestion): Promise<ClassSupply> {
  const { session, config, now } = question;
  const clients = azureClients(session);
  const names = namesOf({ subscriptionId: session.subscriptionId, ...config });
  const viewOf = (location: string): AzureView =>
    azureView(session, {
      location,
      resourceGroupName: names.resourceGroup,
      accountName: names.openaiAccount,
    });
  const held = await answerOf(() => readHeld(clients, question));
  const accounts = valueOf(held) ?? {};
  const inUse = Object.values(accounts).map(({ region }) => region);
  const view = viewOf(config.location);
  const found = await answerOf(() => readExisting(view, question));
  const account = valueOf(found);
  const candidates = account ? [account.region] : await candidateRegions(view, question, inUse);
  const limit = pLimit(AT_ONCE);
  const regions = await limit.map(candidates, (region) =>
    readRegion(viewOf(region), { region, config, now: new Date(now) }),
  );
  const unread = [held, found].flatMap(whyUnknown);
  const priced = candidates.map(
    async (region) => [region, await readPrices(question.prices, region, config)] as const,
  );
  const groups = await answerOf(() => readGroups(clients));
  return {
    // An account that exists counts in no limit of new ones.
    regions: account ? regions.map((one) => ({ ...one, accounts: { value: [] } })) : regions,
    // Without knowing what exists, no plan may say that there is room.
    groups: unread.map((unknown) => ({ unknown }))[0] ?? groups,
    deploymentsPerAccount: account?.deployments ?? DEPLOYMENTS_PER_ACCOUNT,
    prices: Object.fromEntries(await Promise.all(priced)),
    held: accounts,
  };
}

/** An account that existed before the class, and how many deployments the class may have in it. */
interface ExistingAccount {
  region: string;
  deployments: number;
}

/**
 * Reads the account of `rai-lab:existing`; undefined without one. What others have in it is not the
 * class's to use.
 * @throws LabError `cloud` when it does not exist
 */
async function readExisting(
  azure: AzureView,
  { config, stacks }: SupplyQuestion,
): Promise<ExistingAccount | undefined> {
  const id = config.existing?.openaiAccountId;
  if (id === undefined) return undefined;
  const account = await azure.accountAt(id);
  if (account?.location === undefined)
    throw new LabError("cloud", `${id} of rai-lab:existing does not exist`);
  const { project } = config;
  const isOwn = (tags: Record<string, string> | undefined): boolean =>
    stacks.some((stack) => nameStack(tags, markOf({ project, stack })));
  const others = (await azure.deploymentsAt(id)).filter(({ tags }) => !isOwn(tags));
  return {
    region: account.location.toLowerCase().replaceAll(" ", ""),
    deployments: DEPLOYMENTS_PER_ACCOUNT - others.length,
  };
}

/** The regions that are asked: those in use and those wanted, then those with most of the model. */
async function candidateRegions(
  azure: AzureView,
  { config, regions = [config.location] }: SupplyQuestion,
  inUse: readonly string[],
): Promise<string[]> {
  const capacities = await answerOf(() => azure.modelCapacities(config.model));
  const offering = (valueOf(capacities) ?? [])
    .filter(({ sku, capacity }) => sku === config.model.sku && capacity > 0)
    .sort((a, b) => b.capacity - a.capacity || a.location.localeCompare(b.location, "en"));
  const first = [...new Set([...inUse, ...regions])];
  const all = new Set([...first, ...offering.map(({ location }) => location)]);
  return [...all].slice(0, Math.max(first.length, MAX_REGIONS));
}

/** The accounts of a class that exist, by the name of their stack. */
async function readHeld(
  { cognitive }: AzureClients,
  { session, config, stacks }: SupplyQuestion,
): Promise<Record<string, HeldAccount>> {
  const { project, model } = config;
  const stackOf = new Map(
    stacks.map((stack) => [
      accountKey(namesOf({ subscriptionId: session.subscriptionId, project, stack })),
      stack,
    ]),
  );
  const limit = pLimit(AT_ONCE);
  const accounts = await collect(cognitive.accounts.list());
  const held = await limit.map(
    accounts,
    async ({ id = "", name: openaiAccount = "", location }) => {
      const resourceGroup = /\/resourceGroups\/([^/]+)\//i.exec(id)?.[1] ?? "";
      const stack = stackOf.get(accountKey({ resourceGroup, openaiAccount }));
      if (stack === undefined || location === undefined) return [];
      const all = await collect(cognitive.deployments.list(resourceGroup, openaiAccount));
      const capacity = all
        .filter(({ sku, properties }) => {
          const { name = "", version = "" } = properties?.model ?? {};
          return sku?.name === model.sku && sameModel({ name, version }, model);
        })
        .reduce((sum, { sku }) => sum + (sku?.capacity ?? 0), 0);
      return [[stack, { region: location.toLowerCase(), capacity }] as const];
    },
  );
  return Object.fromEntries(held.flat());
}

/** Names in Azure ignore case. */
const accountKey = (names: Pick<Names, "resourceGroup" | "openaiAccount">): string =>
  `${names.resourceGroup}/${names.openaiAccount}`.toLowerCase();

async function readGroups({ resources }: AzureClients): Promise<Quota> {
  const groups = await collect(resources.resourceGroups.list());
  return { name: "resource groups of a subscription", limit: GROUPS, used: groups.length };
}
