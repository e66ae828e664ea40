import { expect, test } from "vitest";
import { clusterPhoton } from "../../../../infra/policy/rules/cluster-photon";
import { checkResource } from "../../../support/policy/rule";

test.each([{ runtimeEngine: "PHOTON" }, { sparkVersion: "13.3.x-photon-scala2.12" }])(
  "%j",
  (props) => {
    expect(checkResource(clusterPhoton, props)).toEqual(["it runs Photon"]);
  },
);

test("the standard engine", () => {
  expect(
    checkResource(clusterPhoton, {
      runtimeEngine: "STANDARD",
      sparkVersion: "16.4.x-cpu-ml-scala2.12",
    }),
  ).toEqual([]);
});
