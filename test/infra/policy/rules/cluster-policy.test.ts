import { expect, test } from "vitest";
import { clusterPolicy } from "../../../../infra/policy/rules/cluster-policy";
import { CLUSTER, CLUSTER_POLICY } from "../../../../infra/policy/types";
import { UNKNOWN } from "../../../../infra/policy/value";
import { checkStack, resource } from "../../../support/policy/rule";

const policy = resource(CLUSTER_POLICY, "policy");
const cluster = (policyId?: string | symbol) =>
  resource(CLUSTER, "cluster", policyId === undefined ? {} : { policyId });

test.each([undefined, ""])("a cluster that forgets the policy of its stack (%j)", (policyId) => {
  expect(checkStack(clusterPolicy, [policy, cluster(policyId)])).toEqual([
    "cluster: it obeys no cluster policy",
  ]);
});

test.each(["ABC", UNKNOWN])("one that obeys is fine (%s)", (policyId) => {
  expect(checkStack(clusterPolicy, [policy, cluster(policyId)])).toEqual([]);
});

test("a preview does not show the policy's id, only that the cluster waits for it", () => {
  expect(checkStack(clusterPolicy, [policy, resource(CLUSTER, "cluster", {}, ["policy"])])).toEqual(
    [],
  );
});

test("without a policy there is nothing to obey, unless the class demands it", () => {
  expect(checkStack(clusterPolicy, [cluster()])).toEqual([]);
  expect(checkStack(clusterPolicy, [cluster()], { required: true })).toEqual([
    "cluster: it obeys no cluster policy",
  ]);
  expect(checkStack(clusterPolicy, [cluster("ABC")], { required: true })).toEqual([]);
});
