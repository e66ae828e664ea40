import { resourceRule } from "../rule";
import { limit } from "../settings";
import { CLUSTER } from "../types";
import { at, isMap, type Props, UNKNOWN } from "../value";

/** What Databricks knows a single node by, in the classic form. */
const MARKS: readonly (readonly [place: string, key: string, form: RegExp])[] = [
  ["sparkConf", "spark.databricks.cluster.profile", /^singleNode$/],
  ["sparkConf", "spark.master", /^local\[/],
  ["customTags", "ResourceClass", /^SingleNode$/],
];

function missingMarks(props: Props): string[] {
  return MARKS.filter(([place, key, form]) => {
    const holder = at(props, place);
    const value = isMap(holder) ? holder[key] : holder;
    return value !== UNKNOWN && !(typeof value === "string" && form.test(value));
  }).map(([place, key]) => `it has no workers, and ${place} lacks ${key}`);
}

export const clusterSingleNode = resourceRule({
  name: "cluster-single-node",
  description:
    "A cluster is one machine, and marked as one: unmarked it waits for workers that never come.",
  cure: "Set numWorkers to 0, with the two sparkConf entries and the tag of infra/components/compute.ts.",
  severity: "high",
  on: [CLUSTER],
  settings: { maxWorkers: limit(0, "The most workers beside the driver.") },
  check({ props }, { maxWorkers }) {
    if (at(props, "isSingleNode") === true)
      return at(props, "kind") === undefined ? ["isSingleNode is ignored without kind"] : [];
    if (at(props, "autoscale") !== undefined) return ["it grows by itself"];
    const workers = at(props, "numWorkers");
    if (workers === undefined) return ["numWorkers is not set"];
    if (workers === 0) return missingMarks(props);
    return typeof workers === "number" && workers > maxWorkers
      ? [`it has ${workers} workers, the limit is ${maxWorkers}`]
      : [];
  },
});
