import { expect, test } from "vitest";
import { clusterSingleNode } from "../../../../infra/policy/rules/cluster-single-node";
import { checkResource } from "../../../support/policy/rule";
import { UNKNOWN } from "../../../../infra/policy/value";

const sparkConf = { "spark.databricks.cluster.profile": "singleNode", "spark.master": "local[*]" };
const customTags = { ResourceClass: "SingleNode" };

test.each([
  [{ sparkConf, customTags }, "numWorkers is not set"],
  [{ numWorkers: 0, sparkConf }, "it has no workers, and customTags lacks ResourceClass"],
  [
    { numWorkers: 0, sparkConf: { ...sparkConf, "spark.master": "yarn" }, customTags },
    "it has no workers, and sparkConf lacks spark.master",
  ],
  [{ numWorkers: 2 }, "it has 2 workers, the limit is 0"],
  [{ autoscale: { minWorkers: 1, maxWorkers: 8 } }, "it grows by itself"],
  [{ isSingleNode: true }, "isSingleNode is ignored without kind"],
])("%j", (props, message) => {
  expect(checkResource(clusterSingleNode, props)).toEqual([message]);
});

test("both forms of a single node, and what is not known yet", () => {
  expect(checkResource(clusterSingleNode, { numWorkers: 0, sparkConf, customTags })).toEqual([]);
  expect(checkResource(clusterSingleNode, { isSingleNode: true, kind: "CLASSIC_PREVIEW" })).toEqual(
    [],
  );
  expect(
    checkResource(clusterSingleNode, { numWorkers: 0, sparkConf: UNKNOWN, customTags }),
  ).toEqual([]);
  expect(
    checkResource(clusterSingleNode, { numWorkers: 2 }, { settings: { maxWorkers: 2 } }),
  ).toEqual([]);
});
