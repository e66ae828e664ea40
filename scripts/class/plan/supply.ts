import type { NoPrice, Price } from "../../prices";
import type { Answer } from "./answer";

/** A limit and its use. */
export interface Quota {
  /** The name of its row, as Azure's quota page shows it. */
  name: string;
  limit: number;
  /** By everybody in the subscription, what this class holds already included. */
  used: number;
}

/** One way in which a region offers the class's model. */
export interface ModelSupply {
  sku: string;
  /** In thousands of tokens a minute. */
  quota: Answer<Quota>;
  /** Requests a minute for each thousand tokens a minute; undefined when Azure does not say. */
  requestsPerUnit: number | undefined;
}

/** The virtual machine of the clusters. */
export interface MachineSupply {
  cores: number;
  /** The quotas that it counts in, all at once: its family's, and the region's of all cores. */
  quotas: readonly Quota[];
}

/** What a region has for a class. */
export interface RegionSupply {
  region: string;
  /** Names of the policies that forbid the region. */
  forbidden: Answer<readonly string[]>;
  /** The quotas that each account counts in. */
  accounts: Answer<readonly Quota[]>;
  /** The SKUs in which the model can be deployed; empty when the region does not offer it. */
  model: Answer<readonly ModelSupply[]>;
  /** Undefined when the region has no such machine for this subscription. */
  machine: Answer<MachineSupply | undefined>;
}

/** What a region's parts of a class cost, at list prices. */
export interface RegionPrices {
  machineHour: Price | NoPrice;
  dbuHour: Price | NoPrice;
  /** Databricks units that one machine uses in an hour; undefined when no one says. */
  dbusPerHour: number | undefined;
  publicIpHour: Price | NoPrice;
  natGatewayHour: Price | NoPrice;
  /** A million output tokens, which cost more than input, by the model's SKU. */
  outputTokens: Readonly<Record<string, Price | NoPrice>>;
}

/** An account of the class that exists from an earlier `up`, with what it holds. */
export interface HeldAccount {
  region: string;
  /** Sum of its deployments in the class's model and SKU, in thousands of tokens a minute. */
  capacity: number;
}

/** What the subscription has for a class: everything that a plan knows of the world. */
export interface ClassSupply {
  /** In order of preference. */
  regions: readonly RegionSupply[];
  /** Resource groups of the subscription. */
  groups: Answer<Quota>;
  /** Deployments that one account may have. */
  deploymentsPerAccount: number;
  /** Prices by region; a region without them has none. */
  prices: Readonly<Record<string, RegionPrices>>;
  /** Accounts of this class, by the name of their stack. */
  held: Readonly<Record<string, HeldAccount>>;
}
