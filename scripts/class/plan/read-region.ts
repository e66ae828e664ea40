import type { LabConfig } from "../../../infra/config";
import {
  ACCOUNT_ROWS,
  ALL_CORES,
  coresOf,
  isRestricted,
  isRetired,
  policiesAgainst,
  sameModel,
  type AzureView,
} from "../../doctor";
import { refusalOf } from "../../lib/azure/errors";
import type { Answer } from "./answer";
import type { MachineSupply, ModelSupply, Quota, RegionSupply } from "./supply";

/** What a region is asked for. */
export interface RegionQuestion {
  region: string;
  config: LabConfig;
  /** By the clock of the cloud that is asked. */
  now: Date;
}

/** Reads what one region has for a class. Its parts fail apart from each other. */
export async function readRegion(
  azure: AzureView,
  question: RegionQuestion,
): Promise<RegionSupply> {
  const { region } = question;
  const [forbidden, accounts, model, machine] = await Promise.all([
    answerOf(async () => policiesAgainst(region, await azure.policies(), azure.groupId)),
    answerOf(() => readAccounts(azure, question)),
    answerOf(() => readModel(azure, question)),
    answerOf(() => readMachine(azure, question)),
  ]);
  return { region, forbidden, accounts, model, machine };
}

/** Why a value is not known, beside what Azure refuses to say. */
class NotSaid extends Error {}

/** What `read` resolves with, or why Azure did not say it; any other error is thrown. */
export async function answerOf<T>(read: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (error instanceof NotSaid) return { unknown: error.message };
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return { unknown: `${refusal.reason}: ${refusal.cure}` };
  }
}

async function readAccounts(azure: AzureView, { region }: RegionQuestion): Promise<Quota[]> {
  const rows = await quotaRows(azure.usages());
  const found = ACCOUNT_ROWS.flatMap((name) => rows.get(name) ?? []);
  if (found.length > 0) return found;
  throw new NotSaid(`${region} does not say how many accounts it allows`);
}

/** The SKUs in which a region offers the model, without those in which it is retired. */
async function readModel(
  azure: AzureView,
  { region, config, now }: RegionQuestion,
): Promise<ModelSupply[]> {
  const [models, rows] = await Promise.all([azure.models(), quotaRows(azure.usages())]);
  const offer = models.find((candidate) => sameModel(candidate, config.model));
  return (offer?.skus ?? [])
    .filter(({ name }) => offer !== undefined && !isRetired(offer, name, now))
    .map(({ name: sku, usageName = "", requestsPerUnit }) => {
      const value = rows.get(usageName);
      const unknown = `${region} has no quota row for the model as ${sku}`;
      return { sku, requestsPerUnit, quota: value ? { value } : { unknown } };
    });
}

async function readMachine(
  azure: AzureView,
  { region, config }: RegionQuestion,
): Promise<MachineSupply | undefined> {
  const { nodeType } = config.databricks;
  const [sizes, rows] = await Promise.all([azure.vmSizes(), quotaRows(azure.cores())]);
  if (sizes.length === 0) throw new NotSaid(`${region} does not say which machines it has`);
  const size = sizes.find(({ name }) => name?.toLowerCase() === nodeType.toLowerCase());
  if (!size || isRestricted(size)) return undefined;
  const cores = coresOf(size);
  const names = [size.family ?? "", ALL_CORES];
  const quotas = names.flatMap((name) => rows.get(name) ?? []);
  if (cores === undefined || quotas.length < names.length)
    throw new NotSaid(`the cores of ${nodeType} are not in the quota table of ${region}`);
  return { cores, quotas };
}

/** A row of either quota table. */
interface UsageRow {
  name?: { value?: string };
  currentValue?: number;
  limit?: number;
}

/** The whole rows of a quota table, by name. */
async function quotaRows(table: Promise<readonly UsageRow[]>): Promise<Map<string, Quota>> {
  const rows = new Map<string, Quota>();
  for (const { name, limit, currentValue: used } of await table)
    if (name?.value !== undefined && limit !== undefined && used !== undefined)
      rows.set(name.value, { name: name.value, limit, used });
  return rows;
}
