import { expect, it } from "vitest";
import { fromApi, toApi } from "../../../scripts/providers/databricks/names";

const sdk = {
  numWorkers: 0,
  sparkConf: { "spark.databricks.cluster.profile": "singleNode", keepMe: "x" },
  customTags: { ResourceClass: "SingleNode" },
  libraries: [{ pypi: { package: "openai==2.54.0", repo: "r" } }],
  autoscale: { minWorkers: 1, maxWorkers: 2 },
};
const api = {
  num_workers: 0,
  spark_conf: { "spark.databricks.cluster.profile": "singleNode", keepMe: "x" },
  custom_tags: { ResourceClass: "SingleNode" },
  libraries: [{ pypi: { package: "openai==2.54.0", repo: "r" } }],
  autoscale: { min_workers: 1, max_workers: 2 },
};

it("names change case at every depth, users' own keys do not", () => {
  expect(toApi(sdk)).toEqual(api);
  expect(fromApi(api)).toEqual(sdk);
});

it("unset properties and the providers' own notes are not sent", () => {
  expect(toApi({ ...sdk, policyId: null, __defaults: ["a"] })).toEqual(api);
});
