export { armCalls, destroyCalls, upCalls, type ClassCalls } from "./arm-calls";
export type {
  ArmCalls,
  ClassMinutes,
  ClassMoney,
  ClassNeeds,
  ClassPlan,
  PlanChange,
} from "./class-plan";
export type { ClassDemand, DemandedSeat } from "./demand";
export { planClass } from "./plan-class";
export { readSupply, type SupplyQuestion } from "./read-supply";
export { readPrices } from "./read-prices";
export type { RegionPrices } from "./supply";
