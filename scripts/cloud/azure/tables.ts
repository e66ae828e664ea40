import type { World } from "../core/world";
import models from "./seed/models.json";
import policies from "./seed/policies.json";
import quotas from "./seed/quotas.json";
import regions from "./seed/regions.json";
import roles from "./seed/roles.json";
import settings from "./seed/settings.json";
import vmSizes from "./seed/vm-sizes.json";

/** A version of a model that this cloud offers. */
export interface ModelRow {
  name: string;
  version: string;
  /** True for the version of a deployment whose request has none. */
  default?: boolean;
  /** `Legacy` reads `GenerallyAvailable` before api-version 2025-09-01. */
  lifecycle: string;
  /** ISO date of its retirement. */
  retires: string;
  /** Requests per `period` seconds and unit of capacity (1,000 tokens per minute). */
  requestsPerUnit: { period: number; count: number };
  capabilities: Partial<Record<string, string>>;
  /** `usageName` is the SKU's quota; `retires` overrides the model's date. */
  skus: { name: string; usageName: string; regions: string[]; retires?: string }[];
}

/** An assigned policy. Only the two `allowed locations` definitions are enforced. */
export interface PolicyRow {
  name: string;
  displayName: string;
  /** ARM id of a subscription or group. */
  scope: string;
  policyDefinitionId: string;
  parameters: Record<string, { value: unknown }>;
  enforcementMode?: "Default" | "DoNotEnforce";
  /** Excluded scopes. */
  notScopes?: string[];
}

/** A role; those of the table are built in. Actions may contain `*`. */
export interface RoleRow {
  /** GUID of the role definition. */
  id: string;
  name: string;
  actions: string[];
  notActions: string[];
  dataActions: string[];
  notDataActions: string[];
}

/** What Azure offers and allows the subscription. `seedTable` and the control service change it. */
export interface Tables {
  models: { rows: ModelRow[] };
  regions: { rows: { name: string; displayName: string }[] };
  quotas: {
    /** Limits on the number of accounts per region, by usage name. */
    accounts: Record<string, number>;
    deploymentsPerAccount: number;
    /** Limits in thousands of tokens per minute. */
    tokens: { default: number; usages: Record<string, number> };
    /** Limits that replace those above, by region, then usage name. */
    locations: Record<string, Record<string, number>>;
  };
  "vm-sizes": {
    sizes: {
      name: string;
      family: string;
      vCPUs: number;
      memoryGB: number;
      /** The size's own disk, and how many it can have; absent from tables of earlier versions. */
      tempDiskGB?: number;
      dataDisks?: number;
      regions: string[];
      /** Regions in which the subscription may not have the size. */
      restricted?: string[];
    }[];
    /** Limits in cores, by the family's usage name. */
    quotas: Record<string, { label: string; limit: number; current?: number }>;
  };
  policies: { rows: PolicyRow[] };
  roles: { rows: RoleRow[] };
  settings: {
    /** `sync` completes a deployment at once (recorded in 2025); `async` is the older, long form. */
    deploymentWrite: "sync" | "async";
    /** True when new workspaces hold Unity Catalog data (`isUcEnabled` in entities.ts). */
    unityCatalog: boolean;
    /** True when Resource Manager counts requests, and refuses those beyond (arm/throttling.ts). */
    throttling: boolean;
    /** Most items of a page of a list of Resource Manager; 0 for lists without pages. */
    pageSize: number;
    /** Offers (`quotaId`) that cannot have Azure OpenAI. */
    blockedOffers: string[];
    /** Offers that cannot have budgets. */
    offersWithoutBudgets: string[];
    /** Codes of refusals that this world leaves out: see `refuse`. */
    unenforced: string[];
  };
}

const DEFAULTS: Tables = {
  models,
  regions,
  quotas,
  "vm-sizes": vmSizes,
  policies,
  roles,
  settings: {
    ...settings,
    deploymentWrite: "sync",
    throttling: false,
    pageSize: 0,
    unenforced: [],
  },
};

/** Names of all tables. */
export const TABLE_NAMES = Object.keys(DEFAULTS) as (keyof Tables)[];

/** A table of a world: the seeded one, else the default in `seed/`. */
export function table<K extends keyof Tables>(world: Pick<World, "store">, name: K): Tables[K] {
  return world.store.collection<Tables[K]>("azure/tables").get(name) ?? DEFAULTS[name];
}

/** Replaces some keys of a world's table. */
export function seedTable<K extends keyof Tables>(
  world: Pick<World, "store">,
  name: K,
  change: Partial<Tables[K]>,
): void {
  world.store.collection<Tables[K]>("azure/tables").put(name, { ...table(world, name), ...change });
}
