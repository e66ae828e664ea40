import type { World } from "../../core/world";
import { insufficientQuota } from "./errors";
import { keyOf, regionOf } from "../arm/ids";
import { modelsIn } from "./models";
import { azureStore, regionKey } from "../store";
import { table } from "../tables";

/** One row of a region's usages. */
export interface Usage {
  /** What models name as `skus[].usageName`, or an account count. */
  name: string;
  label: string;
  currentValue: number;
  limit: number;
}

const ACCOUNT_LABELS: Record<string, string> = {
  "OpenAI.S0.AccountCount": "Maximum resources for OpenAI S0 sku.",
  AccountCount: "Maximum Resources per Region",
};

/** The quotas of a region. Soft-deleted accounts still count, and still hold what their deployments had. */
export function usagesIn(world: World, subscription: string, location: string): Usage[] {
  const names = new Set(
    modelsIn(world, location).flatMap((m) => m.skus.map((sku) => sku.usageName)),
  );
  const quotas = table(world, "quotas");
  const special = quotas.locations[regionOf(location)];
  const used = usedTokens(world, subscription, location);
  const tokens = [...names].map((name): Usage => {
    const [, sku, ...model] = name.split(".");
    const qualifier = sku === "Standard" ? "" : ` - ${sku}`;
    return {
      name,
      label: `Tokens Per Minute (thousands) - ${model.join(".")}${qualifier}`,
      currentValue: used.get(name) ?? 0,
      limit: special?.[name] ?? quotas.tokens.usages[name] ?? quotas.tokens.default,
    };
  });
  const accounts = Object.entries(quotas.accounts).map(([name, limit]): Usage => ({
    name,
    label: ACCOUNT_LABELS[name] ?? name,
    currentValue: countAccounts(world, subscription, location, name),
    limit: special?.[name] ?? limit,
  }));
  return [...accounts, ...tokens];
}

/** Refuses `needed` more of a quota than is free. @throws ApiError `InsufficientQuota` */
export function requireQuota(
  world: World,
  at: { subscription: string; location: string },
  usageName: string,
  needed: number,
): void {
  const usage = usagesIn(world, at.subscription, at.location).find((u) => u.name === usageName);
  if (usage && needed > usage.limit - usage.currentValue)
    throw insufficientQuota(usage.label, needed, usage);
}

function usedTokens(world: World, subscription: string, location: string): Map<string, number> {
  const store = azureStore(world);
  const used = new Map<string, number>();
  const add = (name: string, capacity: number): unknown =>
    used.set(name, (used.get(name) ?? 0) + capacity);
  for (const account of store.accountsInRegion(regionKey(subscription, location)))
    for (const d of store.deploymentsOf(keyOf(account.id))) add(d.usageName, d.sku.capacity);
  for (const { heldQuota } of store.deletedAccountsInRegion(regionKey(subscription, location)))
    for (const [name, capacity] of Object.entries(heldQuota)) add(name, capacity);
  return used;
}

function countAccounts(world: World, subscription: string, location: string, name: string): number {
  const store = azureStore(world);
  const at = regionKey(subscription, location);
  const all = [
    ...store.accountsInRegion(at),
    ...store.deletedAccountsInRegion(at).map((d) => d.account),
  ];
  return name === "OpenAI.S0.AccountCount"
    ? all.filter((a) => a.kind === "OpenAI").length
    : all.length;
}
