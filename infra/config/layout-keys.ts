import type { Problem } from "./problem";
import type { ConfigSchema } from "./schema";
import { isJsonObject, type JsonObject } from "../json-object";

/**
 * Keys that only some layouts have a use for. In the others they are refused, never ignored: a stack that is not what
 * its owner wrote down would be a lie.
 */

type Layout = "lab" | "class" | "seat";
type KeyPath = readonly [string] | readonly [string, string];

/** The whole lab, and the half that a class shares. */
const SHARED_LAYOUTS: readonly Layout[] = ["lab", "class"];
/** The whole lab, and the half that each student has. */
const STUDENT_LAYOUTS: readonly Layout[] = ["lab", "seat"];

const KEY_LAYOUTS: readonly (readonly [KeyPath, readonly Layout[]])[] = [
  [["classStack"], ["seat"]],
  [["seats"], ["class"]],
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
];

/** What to do about a key of another layout. */
const REMEDIES: Record<Layout, string> = {
  lab: "remove it, or choose that layout",
  class: "write it there",
  seat: "write it there",
};

/** Every key that the configuration's own layout has no use for. A layout that is wrong by itself uses them all. */
export function keysOfOtherLayouts({ shape }: ConfigSchema, values: JsonObject): Problem[] {
  const layout = shape.layout.safeParse(values["layout"]).data;
  if (layout === undefined) return [];
  return KEY_LAYOUTS.flatMap(([path, layouts]) => {
    const holder = path.length === 1 ? values : values[path[0]];
    const name = path[path.length - 1]!;
    if (layouts.includes(layout) || !isJsonObject(holder) || !(name in holder)) return [];
    const value = holder[name];
    // Pulumi.yaml gives every stack the defaults of the flat keys.
    if (path.length === 1 && isDefault(shape, path[0], value)) return [];
    const message = `belongs to a stack of layout ${layouts.join(" or ")}, and this one is ${layout}: ${REMEDIES[layout]}`;
    return [{ key: path.join("."), value, message }];
  });
}

function isDefault(shape: ConfigSchema["shape"], key: string, value: unknown): boolean {
  if (!Object.hasOwn(shape, key)) return false;
  const field = shape[key as keyof ConfigSchema["shape"]];
  const usual = field.safeParse(undefined).data;
  return typeof usual !== "object" && usual !== undefined && field.safeParse(value).data === usual;
}
