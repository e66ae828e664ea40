/** What stands after operations: in the cloud, by its own log, and in the states of stacks. */
import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { entriesOf, latestIn } from "./kills/state-writes";
import { readTables, thingsIn } from "./world-log";

/** Everything that exists in the world of a folder, by the cloud's own log. */
export const thingsOf = (folder: string): string[] =>
  thingsIn(readTables(path.join(folder, "cloud.jsonl")));

/** What the states record: resources, and what should not be in them any more. */
export const urnsOf = (folder: string, stacks: string[]): string[] =>
  stacks.flatMap((stack) => {
    const file = path.join(folder, "backend/.pulumi/stacks/rai-lab", `${stack}.json`);
    if (!existsSync(file)) return [];
    const latest = latestIn(JSON.parse(readFileSync(file, "utf8")));
    const resources = entriesOf(latest, "resources").map(
      ({ urn, delete: isOld, pendingReplacement, initErrors }) =>
        [urn, isOld && "to delete", pendingReplacement && "to replace", initErrors && "not ready"]
          .filter(Boolean)
          .join(", "),
    );
    const pending = entriesOf(latest, "pending_operations").map(
      ({ type }) => `${stack}: ${String(type)}`,
    );
    return [...resources, ...pending].sort();
  });

/** What is missing and what is there in excess; a thing that exists twice is in excess once. */
export function differences(wanted: string[], found: string[]): string[] {
  const excess = [...found];
  const missing = wanted.filter((thing) => {
    const at = excess.indexOf(thing);
    if (at >= 0) excess.splice(at, 1);
    return at < 0;
  });
  return [
    ...missing.map((thing) => `missing: ${thing}`),
    ...excess.map((thing) => `in excess: ${thing}`),
  ];
}
