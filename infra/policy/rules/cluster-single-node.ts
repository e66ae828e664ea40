import { isJsonObject } from "../../json-object";
import { resourceRule } from "../rule";
import { limitSetting } from "../settings";
import { CLUSTER } from "../types";
import { valueAt, type Props, UNKNOWN } from "../value";

/** The properties by which Databricks recognises a single node, in the classic form. */
const SINGLE_NODE_MARKERS: readonly (readonly [field: string, key: string, form: RegExp])[] = [
  ["sparkConf", "spark.databricks.cluster.profile", /^singleNode$/],
  ["sparkConf", "spark.master", /^local\[/],
  ["customTags", "ResourceClass", /^SingleNode$/],
];

/** One message for each marker that is missing or has another value. */
function* missingMarkers(props: Props): Iterable<string> {
  for (const [field, key, form] of SINGLE_NODE_MARKERS) {
    const entries = valueAt(props, field);
    const value = isJsonObject(entries) ? entries[key] : entries;
    if (value === UNKNOWN || (typeof value === "string" && form.test(value))) continue;
    yield `it has no workers, and ${field} lacks ${key}`;
  }
}

/** Clusters with workers, and single nodes that are not marked as such. */
export const clusterSingleNode = resourceRule({
  name: "cluster-single-node",
  description:
    "A cluster is one machine, and marked as one: unmarked it waits for workers that never come.",
  cure: "Set numWorkers to 0, with the two sparkConf entries and the tag of infra/components/compute.ts.",
  severity: "high",
  appliesTo: [CLUSTER],
  settings: { maxWorkers: limitSetting(0, "The most workers beside the driver.") },
  *check({ props }, { maxWorkers }) {
    const workers = valueAt(props, "numWorkers");
    if (valueAt(props, "isSingleNode") === true) {
      if (valueAt(props, "kind") === undefined) yield "isSingleNode is ignored without kind";
    } else if (valueAt(props, "autoscale") !== undefined) yield "it grows by itself";
    else if (workers === undefined) yield "numWorkers is not set";
    else if (workers === 0) yield* missingMarkers(props);
    else if (typeof workers === "number" && workers > maxWorkers)
      yield `it has ${workers} workers, the limit is ${maxWorkers}`;
  },
});
