import { isJsonObject, type JsonObject } from "../../../../infra/json-object";

/*
 * @parity
 * - `jobs/update` replaces the settings that it names, whole, in lists of tasks, clusters and
 *   parameters the entries with their keys, and removes `fields_to_remove` (`tasks/KEY`, too) —
 *   documented; for parameters guessed
 */

/** The lists of a job whose entries have keys of their own. */
const KEYS: Record<string, string> = {
  tasks: "task_key",
  job_clusters: "job_cluster_key",
  parameters: "name",
};

/**
 * A job's settings after `jobs/update`: a new setting replaces the old one, but in a list whose
 * entries have keys, an entry replaces the one with its key and the others stay.
 * @param removed names of settings, `tasks/KEY` and `job_clusters/KEY`
 */
export function mergeSettings(
  settings: JsonObject,
  changes: JsonObject,
  removed: readonly string[],
): JsonObject {
  const merged: JsonObject = { ...settings, ...changes };
  for (const [list, key] of Object.entries(KEYS)) {
    const [before, after] = [entriesOf(settings[list]), entriesOf(changes[list])];
    const others = before.filter((one) => !after.some((other) => other[key] === one[key]));
    const all = [...others, ...after].filter(
      (one) => !removed.includes(`${list}/${String(one[key])}`),
    );
    if (all.length > 0 || list in merged) merged[list] = all;
  }
  return Object.fromEntries(Object.entries(merged).filter(([name]) => !removed.includes(name)));
}

const entriesOf = (list: unknown): JsonObject[] =>
  Array.isArray(list) ? list.filter(isJsonObject) : [];
