import type { World } from "../core/world";
import models from "./seed/models.json";
import policies from "./seed/policies.json";
import quotas from "./seed/quotas.json";
import regions from "./seed/regions.json";
import roles from "./seed/roles.json";
import settings from "./seed/settings.json";
import vmSizes from "./seed/vm-sizes.json";

/** A version of a model, as this cloud offers it. */
export interface ModelRow {
  name: string;
  version: string;
  /** True: what a deployment gets that names no version. */
  default?: boolean;
  /** `Legacy` is shown as GenerallyAvailable before api-version 2025-09-01. */
  lifecycle: string;
  /** ISO date of its retirement. */
  retires: string;
  /** Requests per `period` seconds for each unit of capacity (1,000 tokens per minute). */
  requestsPerUnit: { period: number; count: number };
  capabilities: Record<string, string>;
  skus: { name: string; usageName: string; regions: string[]; retires?: string }[];
}

/** An assigned policy. Only the two `allowed locations` definitions are enforced. */
export interface PolicyRow {
  name: string;
  displayName: string;
  /** Subscription or group id. */
  scope: string;
  policyDefinitionId: string;
  parameters: Record<string, { value: unknown }>;
  enforcementMode?: "Default" | "DoNotEnforce";
  notScopes?: string[];
}

export interface RoleRow {
  id: string;
  name: string;
  actions: string[];
  notActions: string[];
  dataActions: string[];
}

/** What a subscription is offered and allowed: plain JSON, replaceable through the control service or by `seedTable`. */
export interface Tables {
  models: { rows: ModelRow[] };
  regions: { rows: { name: string; displayName: string }[] };
  /** Token limits are thousands of tokens per minute; `locations` overrides limits by region, then usage name. */
  quotas: {
    accounts: Record<string, number>;
    deploymentsPerAccount: number;
    tokens: { default: number; usages: Record<string, number> };
    locations: Record<string, Record<string, number>>;
  };
  "vm-sizes": {
    sizes: {
      name: string;
      family: string;
      vCPUs: number;
      memoryGB: number;
      regions: string[];
      restricted?: string[];
    }[];
    quotas: Record<string, { label: string; limit: number; current?: number }>;
  };
  policies: { rows: PolicyRow[] };
  roles: { rows: RoleRow[] };
  settings: {
    /** `sync` answers a deployment at once (as recorded in 2025), `async` as a long-running operation (as before). */
    deploymentWrite: "sync" | "async";
    /** True: workspaces keep Unity Catalog data, so that an unforced delete leaves their managed group behind. */
    unityCatalog: boolean;
    /** Offers (`quotaId`) that are refused Azure OpenAI. */
    blockedOffers: string[];
  };
}

const DEFAULTS: Tables = {
  models,
  regions,
  quotas,
  "vm-sizes": vmSizes,
  policies,
  roles,
  settings: { ...settings, deploymentWrite: "sync" },
};

export const TABLE_NAMES = Object.keys(DEFAULTS) as (keyof Tables)[];

/** A table as it stands in this world: the seeded one, else the one in `seed/`. */
export function table<K extends keyof Tables>(world: Pick<World, "store">, name: K): Tables[K] {
  return world.store.collection<Tables[K]>("azure/tables").get(name) ?? DEFAULTS[name];
}

/** Replaces some keys of a table, for this world and from now on. */
export function seedTable<K extends keyof Tables>(
  world: Pick<World, "store">,
  name: K,
  change: Partial<Tables[K]>,
): void {
  world.store.collection<Tables[K]>("azure/tables").put(name, { ...table(world, name), ...change });
}
