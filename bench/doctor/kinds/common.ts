import type { Draw } from "../draw";
import type { Asked, Variant } from "../scenario";
import type { Settings, Subscription } from "../subscription";
import { table } from "../../../scripts/cloud/azure/tables";
import type { Model } from "../world";

/** Regions that have every model in one SKU or another. */
export const REGIONS = ["eastus2", "northcentralus", "swedencentral", "switzerlandnorth"];
/** Models that every one of these regions offers to a new subscription. */
export const OPEN_MODELS: readonly Omit<Model, "capacity">[] = [
  { name: "gpt-4o", version: "2024-11-20", sku: "Standard" },
  { name: "gpt-4o", version: "2024-11-20", sku: "GlobalStandard" },
  { name: "gpt-5.1", version: "2025-11-13", sku: "GlobalStandard" },
  { name: "gpt-5.4-mini", version: "2026-03-17", sku: "GlobalStandard" },
  { name: "gpt-5.6-luna", version: "2026-07-09", sku: "GlobalStandard" },
];
/** Name of the stack of a lab or a class. */
export const STACK = "dev";

/** An open model with a capacity that every quota has. */
export const openModel = (draw: Draw): Model => ({
  ...draw.of(OPEN_MODELS),
  capacity: draw.int(1, 20),
});

const student = ({ tenant }: Subscription): Settings => ({
  userName: tenant.student.userName,
});

/** A lab or a class that nothing stands against, with a region and a model of the draw. */
export function fine(
  subscription: Subscription,
  draw: Draw,
  settings: Settings = {},
  layout: "lab" | "class" = draw.each(["lab", "class", "lab"] as const),
): Asked {
  const own = layout === "lab" ? { student: student(subscription) } : {};
  return {
    stack: STACK,
    settings: {
      layout,
      location: draw.of(REGIONS),
      model: openModel(draw),
      ...own,
      ...settings,
    },
  };
}

/** The settings of a lab that signs in without keys. */
export const withoutKeys = ({ tenant }: Subscription): Settings => ({
  openai: { auth: "entra" },
  student: { userName: tenant.student.userName, objectId: tenant.student.objectId },
});

/** The chat models of the catalogue. */
export const catalogue = ({ world }: Subscription) =>
  table(world, "models").rows.filter(({ capabilities }) => capabilities.chatCompletion === "true");

/** A variant that changes the world, and asks for a lab or a class in it. */
export const variant = (name: string, make: Variant["make"]): Variant => ({ name, make });
