import { z } from "zod";
import type { Tables } from "./tables";

/** Texts, without one that is empty. */
const text = z.string().min(1);
const isoDate = z.iso.date();
const limits = z.record(text, z.int().min(0));
const names = z.array(text);

const modelRow = z.strictObject({
  name: text,
  version: text,
  default: z.boolean().optional(),
  lifecycle: text,
  retires: isoDate,
  requestsPerUnit: z.strictObject({ period: z.number().positive(), count: z.number().positive() }),
  capabilities: z.record(text, z.string()),
  skus: z.array(
    z.strictObject({
      name: text,
      usageName: text,
      regions: names,
      retires: isoDate.optional(),
    }),
  ),
});
const policyRow = z.strictObject({
  name: text,
  displayName: text,
  scope: z.string().startsWith("/subscriptions/"),
  policyDefinitionId: z.string().startsWith("/"),
  parameters: z.record(text, z.strictObject({ value: z.unknown() })),
  enforcementMode: z.enum(["Default", "DoNotEnforce"]).optional(),
  notScopes: names.optional(),
});
const roleRow = z.strictObject({
  id: z.guid(),
  name: text,
  actions: names,
  notActions: names,
  dataActions: names,
  notDataActions: names,
});
const vmSize = z.strictObject({
  name: text,
  family: text,
  vCPUs: z.int().positive(),
  memoryGB: z.number().positive(),
  tempDiskGB: z.int().min(0).optional(),
  dataDisks: z.int().min(0).optional(),
  regions: names,
  restricted: names.optional(),
});

const keys = {
  models: { rows: z.array(modelRow) },
  regions: { rows: z.array(z.strictObject({ name: text, displayName: text })) },
  quotas: {
    accounts: limits,
    deploymentsPerAccount: z.int().min(0),
    tokens: z.strictObject({ default: z.int().min(0), usages: limits }),
    locations: z.record(text, limits),
  },
  "vm-sizes": {
    sizes: z.array(vmSize),
    quotas: z.record(
      text,
      z.strictObject({
        label: text,
        limit: z.int().min(0),
        current: z.int().min(0).optional(),
      }),
    ),
  },
  policies: { rows: z.array(policyRow) },
  roles: { rows: z.array(roleRow) },
  settings: {
    deploymentWrite: z.enum(["sync", "async"]),
    unityCatalog: z.boolean(),
    throttling: z.boolean(),
    pageSize: z.int().min(0),
    blockedOffers: names,
    offersWithoutBudgets: names,
    unenforced: names,
  },
} satisfies { [T in keyof Tables]: { [K in keyof Tables[T]]: z.ZodType<Tables[T][K]> } };

/** What each key of each table must look like; a key that is absent keeps what the world has. */
export const tablesSchema = z
  .strictObject({
    models: z.strictObject(keys.models).partial(),
    regions: z.strictObject(keys.regions).partial(),
    quotas: z.strictObject(keys.quotas).partial(),
    "vm-sizes": z.strictObject(keys["vm-sizes"]).partial(),
    policies: z.strictObject(keys.policies).partial(),
    roles: z.strictObject(keys.roles).partial(),
    settings: z.strictObject(keys.settings).partial(),
  })
  .partial();
