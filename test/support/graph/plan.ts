import type { Graph } from "./index";

const SECRET = "4dabf18193072939515e22adb298388d";
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Keys in order; secrets without their values; a dynamic resource's code without its text. */
function normalised(value: unknown, key = ""): Json {
  if (key === "__provider") return "(code)";
  if (Array.isArray(value)) return value.map((item) => normalised(item));
  if (typeof value !== "object" || value === null) return value as Json;
  if (SECRET in value) return "(secret)";
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([k, v]) => [k, normalised(v, k)]));
}

const short = (urn: string): string => urn.split("::").slice(2).join("::");

/** A graph as one document that does not change unless the plan does. */
export function planOf({ registered }: Graph): Json {
  const resources = [...registered].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  return resources.map((r) => {
    const plan: Record<string, unknown> = { urn: short(r.urn), parent: short(r.parent) };
    if (Object.keys(r.inputs).length > 0) plan["inputs"] = r.inputs;
    if (r.dependencies.length > 0) plan["dependencies"] = r.dependencies.map(short).sort();
    if (r.provider !== "") plan["provider"] = short(r.provider);
    if (r.deletedWith !== "") plan["deletedWith"] = short(r.deletedWith);
    if (r.replaceWith.length > 0) plan["replaceWith"] = r.replaceWith.map(short);
    if (r.replacementTrigger !== undefined) plan["replacementTrigger"] = r.replacementTrigger;
    if (r.retainOnDelete) plan["retainOnDelete"] = true;
    if (r.deleteBeforeReplace) plan["deleteBeforeReplace"] = true;
    if (r.replaceOnChanges.length > 0) plan["replaceOnChanges"] = r.replaceOnChanges;
    if (r.outputs) plan["outputs"] = r.outputs;
    return normalised(plan);
  });
}
