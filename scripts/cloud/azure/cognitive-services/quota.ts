import { own } from "../../../../infra/json-object";
import type { World } from "../../core/world";
import { insufficientQuota } from "./errors";
import { keyOf, regionOf } from "../arm/ids";
import { modelsIn } from "./models";
import { refuse } from "../refusals";
import { azureStore, regionKey } from "../store";
import { table } from "../tables";

/*
 * @parity
 * - `InsufficientQuota` for tokens (only the increase on update) and for accounts (text inferred);
 *   an OpenAI account counts in its own row and in that of all — reported, guessed
 */

/** A quota of a region and its use, in thousands of tokens per minute or in accounts. */
export interface Usage {
  /** `usageName` of a model's SKU, or an account count such as `AccountCount`. */
  name: string;
  /** The localized name, e.g. `Tokens Per Minute (thousands) - gpt-4o`. */
  label: string;
  currentValue: number;
  limit: number;
}

const ACCOUNT_LABELS: Record<string, string> = {
  "OpenAI.S0.AccountCount": "Maximum resources for OpenAI S0 sku.",
  AccountCount: "Maximum Resources per Region",
};

/** The quotas of a region. Soft-deleted accounts still count and hold their deployments' quota. */
export function usagesIn(world: World, subscription: string, location: string): Usage[] {
  const names = new Set(
    modelsIn(world, location).flatMap((m) => m.skus.map((sku) => sku.usageName)),
  );
  const quotas = table(world, "quotas");
  const regional = quotas.locations[regionOf(location)];
  const used = usedTokens(world, subscription, location);
  const tokens = [...names].map((name): Usage => {
    const [, sku, ...model] = name.split(".");
    const qualifier = sku === "Standard" ? "" : ` - ${sku}`;
    return {
      name,
      label: `Tokens Per Minute (thousands) - ${model.join(".")}${qualifier}`,
      currentValue: used.get(name) ?? 0,
      limit: regional?.[name] ?? quotas.tokens.usages[name] ?? quotas.tokens.default,
    };
  });
  const accounts = Object.entries(quotas.accounts).map(([name, limit]): Usage => ({
    name,
    label: own(ACCOUNT_LABELS, name) ?? name,
    currentValue: countAccounts(world, subscription, location, name),
    limit: regional?.[name] ?? limit,
  }));
  return [...accounts, ...tokens];
}

/** @throws ApiError `InsufficientQuota` when less than `needed` of a quota is left */
export function requireQuota(
  world: World,
  subscription: string,
  location: string,
  usageName: string,
  needed: number,
): void {
  const usage = usagesIn(world, subscription, location).find((u) => u.name === usageName);
  if (usage && needed > usage.limit - usage.currentValue)
    refuse(world, insufficientQuota(usage.label, needed, usage));
}

/** Thousands of tokens per minute in use, by usage name. */
function usedTokens(world: World, subscription: string, location: string): Map<string, number> {
  const store = azureStore(world);
  const region = regionKey(subscription, location);
  const used = new Map<string, number>();
  const add = (name: string, capacity: number): unknown =>
    used.set(name, (used.get(name) ?? 0) + capacity);
  for (const account of store.accountsInRegion(region))
    for (const d of store.deploymentsOf(keyOf(account.id))) add(d.usageName, d.sku.capacity);
  for (const { heldQuota } of store.deletedAccountsInRegion(region))
    for (const [name, capacity] of Object.entries(heldQuota)) add(name, capacity);
  return used;
}

function countAccounts(world: World, subscription: string, location: string, name: string): number {
  const store = azureStore(world);
  const region = regionKey(subscription, location);
  const deleted = store.deletedAccountsInRegion(region).map(({ account }) => account);
  const all = [...store.accountsInRegion(region), ...deleted];
  if (name !== "OpenAI.S0.AccountCount") return all.length;
  return all.filter(({ kind }) => kind === "OpenAI").length;
}
