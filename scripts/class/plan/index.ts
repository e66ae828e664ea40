export { armCalls, destroyCalls, upCalls } from "./arm-calls";
export type { ArmCalls, ClassMoney, ClassPlan } from "./class-plan";
export type { ClassDemand } from "./demand";
export { planClass } from "./plan-class";
export { readSupply } from "./read-supply";
export { readPrices } from "./read-prices";
export type { RegionPrices } from "./supply";
