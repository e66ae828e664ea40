import type { Problem } from "./problem";
import type { ConfigSchema } from "./schema";
import { isJsonObject, type JsonObject } from "../json-object";

/**
 * Keys that only some layouts have a use for. In the others they are refused, never ignored: a stack that is not what
 * its owner wrote down would be a lie.
 */

type Layout = "lab" | "class" | "seat";
type Path = readonly [string] | readonly [string, string];

/** The whole lab, and the half that a class shares. */
const SHARED: readonly Layout[] = ["lab", "class"];
/** The whole lab, and the half that each student has. */
const OWN: readonly Layout[] = ["lab", "seat"];

const USES: readonly (readonly [Path, readonly Layout[]])[] = [
  [["classStack"], ["seat"]],
  [["seats"], ["class"]],
  [["student"], OWN],
  [["location"], SHARED],
  [["deploymentName"], SHARED],
  [["model"], SHARED],
  [["openai"], SHARED],
  [["budget"], SHARED],
  [["lock"], SHARED],
  [["diagnostics"], SHARED],
  [["policy"], SHARED],
  [["databricks", "computeMode"], SHARED],
  [["databricks", "noPublicIp"], SHARED],
  [["databricks", "runtime"], OWN],
  [["databricks", "autoterminationMinutes"], OWN],
  [["databricks", "library"], OWN],
];

/** What to do about a key of another layout. */
const CURE: Record<Layout, string> = {
  lab: "remove it, or choose that layout",
  class: "write it there",
  seat: "write it there",
};

/** Every key that the configuration's own layout has no use for. A layout that is wrong by itself uses them all. */
export function keysOfOtherLayouts({ shape }: ConfigSchema, values: JsonObject): Problem[] {
  const layout = shape.layout.safeParse(values["layout"]).data;
  if (layout === undefined) return [];
  return USES.flatMap(([path, layouts]) => {
    const holder = path.length === 1 ? values : values[path[0]];
    const name = path[path.length - 1]!;
    if (layouts.includes(layout) || !isJsonObject(holder) || !(name in holder)) return [];
    const value = holder[name];
    // Pulumi.yaml gives every stack the defaults of the flat keys.
    if (path.length === 1 && isDefault(shape, path[0], value)) return [];
    const wrong = `belongs to a stack of layout ${layouts.join(" or ")}, and this one is ${layout}: ${CURE[layout]}`;
    return [{ key: path.join("."), value, wrong }];
  });
}

function isDefault(shape: ConfigSchema["shape"], key: string, value: unknown): boolean {
  if (!Object.hasOwn(shape, key)) return false;
  const field = shape[key as keyof ConfigSchema["shape"]];
  const usual = field.safeParse(undefined).data;
  return typeof usual !== "object" && usual !== undefined && field.safeParse(value).data === usual;
}
