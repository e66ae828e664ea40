import { resourceRule } from "../rule";
import { limitSetting } from "../settings";
import { CLUSTER } from "../types";
import { valueAt, isMap, type Props, UNKNOWN } from "../value";

/** What Databricks knows a single node by, in the classic form. */
const SINGLE_NODE_MARKERS: readonly (readonly [place: string, key: string, form: RegExp])[] = [
  ["sparkConf", "spark.databricks.cluster.profile", /^singleNode$/],
  ["sparkConf", "spark.master", /^local\[/],
  ["customTags", "ResourceClass", /^SingleNode$/],
];

function missingMarkers(props: Props): string[] {
  return SINGLE_NODE_MARKERS.filter(([place, key, form]) => {
    const holder = valueAt(props, place);
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
  appliesTo: [CLUSTER],
  settings: { maxWorkers: limitSetting(0, "The most workers beside the driver.") },
  check({ props }, { maxWorkers }) {
    if (valueAt(props, "isSingleNode") === true)
      return valueAt(props, "kind") === undefined ? ["isSingleNode is ignored without kind"] : [];
    if (valueAt(props, "autoscale") !== undefined) return ["it grows by itself"];
    const workers = valueAt(props, "numWorkers");
    if (workers === undefined) return ["numWorkers is not set"];
    if (workers === 0) return missingMarkers(props);
    return typeof workers === "number" && workers > maxWorkers
      ? [`it has ${workers} workers, the limit is ${maxWorkers}`]
      : [];
  },
});
