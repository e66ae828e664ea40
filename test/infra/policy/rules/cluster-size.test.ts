import { expect, test } from "vitest";
import { clusterSize } from "../../../../infra/policy/rules/cluster-size";
import { checkResource } from "../../../support/policy/rule";

test.each([
  [{ nodeTypeId: "Standard_D16ds_v5" }, "nodeTypeId has 16 cores, the limit is 8"],
  [
    { nodeTypeId: "Standard_D4ds_v5", driverNodeTypeId: "Standard_E32-16ds_v5" },
    "driverNodeTypeId has 16 cores, the limit is 8",
  ],
])("%j", (props, message) => {
  expect(checkResource(clusterSize, props)).toEqual([message]);
});

test("a class may be stricter", () => {
  expect(
    checkResource(clusterSize, { nodeTypeId: "Standard_D8ds_v5" }, { settings: { maxCores: 4 } }),
  ).toEqual(["nodeTypeId has 8 cores, the limit is 4"]);
});

test.each(["Standard_D4ds_v5", "Standard_D8ds_v5", "Standard_DS3_v2"])(
  "%s is fine",
  (nodeTypeId) => {
    expect(checkResource(clusterSize, { nodeTypeId })).toEqual([]);
  },
);
