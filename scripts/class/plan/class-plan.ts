import type { ClassLayout, CostEstimate } from "../class-status";
import type { DemandedSeat } from "./demand";

/** A seat with the region that the plan chose for it. */
export interface PlannedSeat extends DemandedSeat {
  /** Null where no region has room for it. */
  location: string | null;
}

/** Requests to Resource Manager, in the three kinds that it limits apart from each other. */
export interface ArmCalls {
  reads: number;
  writes: number;
  deletes: number;
}

/** What a class needs in one region. */
export interface RegionNeeds {
  region: string;
  seats: number;
  accounts: number;
  deployments: number;
  /** Thousands of tokens a minute. */
  capacity: number;
  /** Null when no one says how many cores the machine has. */
  cores: number | null;
}

/** What a class needs altogether, and the calls of one whole pass. */
export interface ClassNeeds {
  regions: RegionNeeds[];
  accounts: number;
  deployments: number;
  /** Whether every seat has its own deployment, or all share one. */
  deploymentPerSeat: boolean;
  tokensPerMinute: number;
  /** Requests a minute that one seat's share allows; null when Azure does not say. */
  requestsPerMinutePerSeat: number | null;
  cores: number | null;
  /** Those that Databricks manages included. */
  groups: number;
  up: ArmCalls;
  destroy: ArmCalls;
}

/** What a class costs at list prices; null where a price is not known, and `unknown` says which. */
export interface ClassMoney {
  /** An hour in which every cluster works. */
  workingHour: CostEstimate | null;
  /** An hour in which no cluster runs. */
  idleHour: CostEstimate | null;
  /** The hours of the class. */
  class: CostEstimate | null;
  /** Twelve hours after it in which no one destroys anything; the clusters stop by themselves. */
  forgottenOvernight: CostEstimate | null;
  /** The 62 hours of a weekend in which no one destroys anything. */
  forgottenWeekend: CostEstimate | null;
  /** What an hour's tokens cost at most: if every seat used up its quota, in output alone. */
  tokensHourAtMost: CostEstimate | null;
  /** The prices that are not known. */
  unknown: string[];
  /** What the amounts leave out. */
  notCounted: string[];
}

/** Lower bounds of the time that one pass takes, in minutes, and what binds it. */
export interface ClassMinutes {
  up: number;
  upBoundBy: TimeBound;
  destroy: number;
  destroyBoundBy: TimeBound;
}

/** What makes a pass as long as it is. */
export type TimeBound = "reads" | "writes" | "deletes" | "stacks at once";

/** The smallest change that makes an impossible class possible. */
export interface PlanChange {
  /** What to do, in one line. */
  text: string;
  /** A model capacity of one seat, in thousands of tokens a minute. */
  capacity?: number | undefined;
  layout?: ClassLayout | undefined;
  /** Regions to allow beside the others. */
  regions?: string[] | undefined;
  /** Another SKU of the same model. */
  sku?: string | undefined;
  /** Limits to ask for. */
  quotas?: QuotaRequest[] | undefined;
}

/** A limit that has to be raised. */
export interface QuotaRequest {
  region: string;
  name: string;
  limit: number;
}

/** The document of a plan, apart from the lists that only the roster knows. */
export interface ClassPlan {
  layout: ClassLayout;
  /** Why this layout. */
  layoutReason: string;
  /** Null when it cannot be told, because Azure did not answer. */
  feasible: boolean | null;
  /** The arithmetic of every limit that is too small, or that is not known. */
  reasons: string[];
  /** The arithmetic of every limit, also of those that suffice. */
  arithmetic: string[];
  /** Null when the class is possible, or when no change is known to make it so. */
  change: PlanChange | null;
  seats: PlannedSeat[];
  needs: ClassNeeds;
  money: ClassMoney;
  minutes: ClassMinutes;
}
