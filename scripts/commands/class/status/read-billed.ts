import { isJsonObject, type JsonObject } from "../../../../infra/json-object";
import {
  type Billed,
  billedByStack,
  type BilledPlace,
  billedRows,
  billingQuestion,
} from "../../../class/billed";
import type { ClassStatus, SeatStatus } from "../../../class/class-status";
import { azureClients } from "../../../lib/azure/clients";
import { refusalOf } from "../../../lib/azure/errors";
import { askDocument } from "../../../lib/azure/list";
import type { AzureSession } from "../../../lib/azure/session";

/** As it was read, and when. */
export interface KnownBilling extends Billing {
  readAt: number;
}

/** Bills change a few times a day, and Cost Management answers few questions an hour. */
const RENEWAL_MS = 3_600_000;

/**
 * What the stacks of a class were billed: as it is known, for an hour. A seat in the workspace that
 * all share has a cluster there, and no group of its own.
 */
export async function billingOf(
  session: AzureSession,
  { half, seats }: Pick<ClassStatus, "half" | "seats">,
  now: number,
  known: KnownBilling | undefined,
): Promise<KnownBilling> {
  if (known && now - known.readAt < RENEWAL_MS) return known;
  const stacks = [half ?? [], seats].flat();
  const made = stacks.flatMap((one) => one.made ?? []).map((time) => Date.parse(time));
  const places = stacks.map((stack) => placeOf(stack, half === null || stack === half));
  return { ...(await readBilled(session, places, Math.min(now, ...made), now)), readAt: now };
}

/** Where a stack's costs are. What existed before the class is billed for others too. */
function placeOf({ stack, outputs }: SeatStatus, isOwner: boolean): BilledPlace {
  const { resourceGroupName, managedResourceGroupName, clusterId, existing } = outputs;
  const isOwn = isOwner && existing === undefined;
  const groups = [resourceGroupName, managedResourceGroupName]
    .filter(() => isOwn)
    .filter((name) => typeof name === "string");
  return { stack, groups, clusterId: typeof clusterId === "string" ? clusterId : undefined };
}

/** What a class was billed, or why that is not known. */
export interface Billing {
  /** The last day that counts, UTC. */
  until: string;
  bills: Map<string, Billed>;
  /** Null where Cost Management answered. */
  unknown: string | null;
}

const DAY_MS = 24 * 3_600_000;
/** Cost Management answers for a year at most. */
const MAX_DAYS = 365;
const VERSION = "2023-11-01";

const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/**
 * Asks Cost Management once for all stacks of a class. Costs of a day are there a day later, so that
 * today's are left out.
 * @param since when the first resource was created, in milliseconds
 */
async function readBilled(
  session: AzureSession,
  places: readonly BilledPlace[],
  since: number,
  now: number,
): Promise<Billing> {
  const until = dayText(now - DAY_MS);
  const none = (unknown: string): Billing => ({ until, bills: new Map(), unknown });
  const groups = [...new Set(places.flatMap((place) => place.groups))];
  if (groups.length === 0) return none("it has no resource group of its own");
  if (dayText(since) > until) return none("Azure says what something cost a day later");
  if (now - since > MAX_DAYS * DAY_MS) return none("Azure tells the costs of one year at most");
  const question = billingQuestion(groups, dayText(since), until);
  try {
    const { resources } = azureClients(session);
    const path = `/subscriptions/${session.subscriptionId}/providers/Microsoft.CostManagement/query`;
    const query = { "api-version": VERSION };
    const answer = await askDocument<JsonObject>(
      resources,
      session.endpoint,
      path,
      query,
      question,
    );
    const { properties } = answer;
    const rows = isJsonObject(properties) ? billedRows(properties) : undefined;
    if (!rows) return none("Cost Management answered in a form that is not known here");
    return { until, bills: billedByStack(rows, places, until), unknown: null };
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return none(refusal.reason);
  }
}
