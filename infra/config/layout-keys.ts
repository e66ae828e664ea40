import type { Problem } from "./problem";
import type { ConfigSchema } from "./schema";
import { isJsonObject, type JsonObject } from "../json-object";

/**
 * Keys that only some layouts use. The other layouts refuse them instead of ignoring them: a stack
 * must be what its configuration says.
 */

type Layout = "lab" | "class" | "seat";
type KeyPath = readonly [string] | readonly [string, string];

/** The layouts that build what a class shares. */
const SHARED_LAYOUTS: readonly Layout[] = ["lab", "class"];
/** The layouts that build what each student has. */
const STUDENT_LAYOUTS: readonly Layout[] = ["lab", "seat"];

/** The layouts that use a key; a key that is not listed belongs to all. */
const KEY_LAYOUTS: readonly (readonly [KeyPath, readonly Layout[]])[] = [
  [["classStack"], ["seat"]],
  [["seats"], ["class"]],
  [["existing"], SHARED_LAYOUTS],
  [["student"], STUDENT_LAYOUTS],
  [["location"], SHARED_LAYOUTS],
  [["deploymentName"], SHARED_LAYOUTS],
  [["model"], SHARED_LAYOUTS],
  [["openai"], SHARED_LAYOUTS],
  [["budget"], SHARED_LAYOUTS],
  [["lock"], SHARED_LAYOUTS],
  [["diagnostics"], SHARED_LAYOUTS],
  [["policy"], SHARED_LAYOUTS],
  [["databricks", "computeMode"], SHARED_LAYOUTS],
  [["databricks", "noPublicIp"], SHARED_LAYOUTS],
  [["databricks", "runtime"], STUDENT_LAYOUTS],
  [["databricks", "autoterminationMinutes"], STUDENT_LAYOUTS],
  [["databricks", "library"], STUDENT_LAYOUTS],
  [["allowance"], STUDENT_LAYOUTS],
];

/** What to do about a key of another layout, by the own layout. */
const REMEDIES: Record<Layout, string> = {
  lab: "remove it, or set rai-lab:layout to that",
  class: "move it to the settings of a seat",
  seat: "move it to the settings of the class",
};

/**
 * A problem for each key that the configuration's layout does not use. None when the layout itself
 * is invalid.
 */
export function keysOfOtherLayouts({ shape }: ConfigSchema, values: JsonObject): Problem[] {
  const layout = shape.layout.safeParse(values["layout"]).data;
  if (layout === undefined) return [];
  return KEY_LAYOUTS.flatMap(([path, layouts]) => {
    const holder = path.length === 1 ? values : values[path[0]];
    const name = path[path.length - 1]!;
    if (layouts.includes(layout) || !isJsonObject(holder) || !(name in holder)) return [];
    const value = holder[name];
    // Pulumi.yaml sets the flat keys to their defaults in every stack.
    if (path.length === 1 && isDefault(shape, path[0], value)) return [];
    const message = `is for stacks with layout ${layouts.join(" or ")}, and this stack has layout ${layout}: ${REMEDIES[layout]}`;
    return [{ key: path.join("."), value, message }];
  });
}

/**
 * The part of a configuration that a layout uses: of the settings of a whole class, what its shared
 * stack takes, or what each of its seats does.
 */
export function usedByLayout(values: JsonObject, layout: Layout): JsonObject {
  const used = structuredClone(values);
  for (const [[key, inner], layouts] of KEY_LAYOUTS) {
    if (layouts.includes(layout)) continue;
    const holder = inner === undefined ? used : used[key];
    if (isJsonObject(holder)) Reflect.deleteProperty(holder, inner ?? key);
  }
  return used;
}

/** Whether a value is the default of a flat key. */
export function isDefault(shape: ConfigSchema["shape"], key: string, value: unknown): boolean {
  if (!Object.hasOwn(shape, key)) return false;
  const field = shape[key as keyof ConfigSchema["shape"]];
  const fallback = field.safeParse(undefined).data;
  return (
    typeof fallback !== "object" &&
    fallback !== undefined &&
    field.safeParse(value).data === fallback
  );
}
