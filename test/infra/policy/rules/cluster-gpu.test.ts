import { expect, test } from "vitest";
import { clusterGpu } from "../../../../infra/policy/rules/cluster-gpu";
import { checkResource } from "../../../support/policy/rule";

test.each([
  [{ nodeTypeId: "Standard_NC6s_v3" }, "nodeTypeId Standard_NC6s_v3 has a GPU"],
  [
    { nodeTypeId: "Standard_D4ds_v5", driverNodeTypeId: "Standard_NV12" },
    "driverNodeTypeId Standard_NV12 has a GPU",
  ],
  [{ sparkVersion: "16.4.x-gpu-ml-scala2.12" }, "its runtime is the one for GPUs"],
])("%j", (props, message) => {
  expect(checkResource(clusterGpu, props)).toEqual([message]);
});

test("a processor is enough", () => {
  expect(
    checkResource(clusterGpu, {
      nodeTypeId: "Standard_D4ds_v5",
      sparkVersion: "16.4.x-cpu-ml-scala2.12",
    }),
  ).toEqual([]);
});
