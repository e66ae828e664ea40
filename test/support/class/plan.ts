import { toPulumiConfig } from "../../../bench/pulumi-config";
import { parseConfig, type LabConfig } from "../../../infra/config";
import type { ClassDemand } from "../../../scripts/class/plan/demand";
import type { ClassSupply, Quota, RegionSupply } from "../../../scripts/class/plan/supply";

/** The configuration of a template; `settings` are those of `rai-lab:`. */
export const configOf = (settings: Record<string, unknown> = {}): LabConfig =>
  parseConfig(toPulumiConfig(settings), "rai-lab", "template");

/** A class of so many seats, whose slugs are s1, s2 and so on. */
export const demandOf = (
  seats: number,
  settings: Record<string, unknown> = {},
  own: Partial<ClassDemand> = {},
): ClassDemand => ({
  seats: Array.from({ length: seats }, (_, i) => ({
    slug: `s${i + 1}`,
    stack: `spring-s${i + 1}`,
  })),
  config: configOf(settings),
  layout: "auto",
  hours: 3,
  atOnce: 8,
  ...own,
});

export const quota = (name: string, limit: number, used = 0): Quota => ({ name, limit, used });

/** What a region has left. */
export interface Left {
  accounts: number;
  /** Thousands of tokens a minute, by SKU. */
  tokens: Record<string, number>;
  cores: number;
  perMachine?: number;
}

const TOKENS = "tokens";

export const regionOf = (region: string, left: Left): RegionSupply => ({
  region,
  forbidden: { value: [] },
  accounts: { value: [quota("OpenAI.S0.AccountCount", left.accounts)] },
  model: {
    value: Object.entries(left.tokens).map(([sku, limit]) => ({
      sku,
      quota: { value: quota(`${TOKENS} as ${sku}`, limit) },
      requestsPerUnit: 1,
    })),
  },
  machine: {
    value: { cores: left.perMachine ?? 4, quotas: [quota("standardDDSv5Family", left.cores)] },
  },
});

export const supplyOf = (
  regions: readonly RegionSupply[],
  own: Partial<ClassSupply> = {},
): ClassSupply => ({
  regions,
  groups: { value: quota("resource groups", 980, 5) },
  deploymentsPerAccount: 32,
  prices: {},
  held: {},
  ...own,
});
