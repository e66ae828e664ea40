import { expect, it, onTestFinished } from "vitest";
import {
  runningCluster,
  settledCluster,
  SPEC,
  testWorkspace,
} from "../../../support/databricks/workspace";

const R = "/api/2.0/policies/clusters";
const rule = (most: number): string =>
  JSON.stringify({ autotermination_minutes: { type: "range", maxValue: most } });

it("tells which clusters break the policy that they were made with", async () => {
  const w = await testWorkspace();
  onTestFinished(() => w.close());
  const policy = { name: "lab", definition: rule(60) };
  const { policy_id } = (await w.call("POST", `${R}/create`, policy)).body as {
    policy_id: string;
  };
  const cluster_id = await runningCluster(w.call, { ...SPEC, policy_id });
  const compliance = async () =>
    (await w.call("GET", `${R}/list-compliance?policy_id=${policy_id}`)).body as object;
  expect(await compliance()).toEqual({
    clusters: [{ cluster_id, is_compliant: true, violations: {} }],
  });
  await w.call("POST", `${R}/edit`, { ...policy, policy_id, definition: rule(10) });
  const violations = { autotermination_minutes: expect.stringContaining("at most 10") as string };
  expect(await compliance()).toEqual({
    clusters: [{ cluster_id, is_compliant: false, violations }],
  });
  const one = await w.call("GET", `${R}/get-compliance?cluster_id=${cluster_id}`);
  expect(one.body).toEqual({ is_compliant: false, violations });
  expect((await w.call("GET", `${R}/list-compliance?policy_id=none`)).status).toBe(404);
});

it("gives a stopped cluster to another member, with the right to manage it", async () => {
  const w = await testWorkspace();
  onTestFinished(() => w.close());
  const { call } = await w.student();
  const cluster_id = await runningCluster(w.call);
  const give = (owner_username: string) =>
    w.call("POST", "/api/2.1/clusters/change-owner", { cluster_id, owner_username });
  expect((await give("student@rai-lab.example")).body.error_code).toBe("INVALID_STATE");
  await w.call("POST", "/api/2.1/clusters/delete", { cluster_id });
  await settledCluster(w.call, cluster_id);
  expect((await give("nobody@rai-lab.example")).status).toBe(404);
  expect((await call("POST", "/api/2.1/clusters/start", { cluster_id })).status).toBe(403);
  expect((await give("student@rai-lab.example")).status).toBe(200);
  expect((await call("POST", "/api/2.1/clusters/start", { cluster_id })).status).toBe(200);
  const { body } = await call("GET", `/api/2.1/clusters/get?cluster_id=${cluster_id}`);
  expect(body.creator_user_name).toBe("student@rai-lab.example");
});
