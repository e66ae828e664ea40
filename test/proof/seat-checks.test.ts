import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { namesOf } from "../../infra/names/physical-names";
import { prove, type Proof } from "../../scripts/proof";
import { ok, refusal, startFakeArm, type FakeArm } from "../support/azure/fake-arm";
import { SUBSCRIPTION } from "../support/doctor/context";

let arm: FakeArm;
beforeAll(async () => void (arm = await startFakeArm()));
afterAll(() => arm.stop());
beforeEach(() => arm.reset());

const look = (classStack = "spring"): Promise<Proof> =>
  prove({
    config: { project: "rai-lab", stack: "s01", layout: "seat", classStack },
    session: arm.session,
  });
const workspaceOf = (project: string): string => {
  const names = namesOf({ subscriptionId: SUBSCRIPTION, project, stack: "spring" });
  return `/resourcegroups/${names.resourceGroup}/providers/microsoft.databricks/workspaces/${names.databricksWorkspace}`;
};
/** Nothing listens there. */
const DEAD = ok({
  location: "eastus2",
  properties: { workspaceUrl: "127.0.0.1:9", provisioningState: "Succeeded" },
});

test("a workspace that is gone took the seat along", async () => {
  const { left, unknown, looked } = await look();
  expect([...left, ...unknown]).toEqual([]);
  expect(looked.map(({ kind, state }) => [kind, state])).toEqual([
    ["cluster", "gone"],
    ["secret scope", "gone"],
    ["folder", "gone"],
  ]);
});

test("a workspace that stands and does not answer leaves all unknown, never gone", async () => {
  arm.answers.set(workspaceOf("rai-lab"), DEAD);
  const { left, unknown } = await look();
  expect(left).toEqual([]);
  expect(unknown).toHaveLength(3);
  expect(unknown[0]).toMatchObject({
    kind: "cluster",
    code: "cloud",
    reason: expect.stringMatching(/^https:\/\/127\.0\.0\.1:9 did not answer/),
    cure: "run it again once the workspace answers",
  });
});

test("so does one that may not be looked for", async () => {
  arm.answers.set(
    workspaceOf("rai-lab"),
    refusal(403, "AuthorizationFailed", "The client may not."),
  );
  expect((await look()).unknown.map(({ code }) => code)).toEqual(
    Array(3).fill("AuthorizationFailed"),
  );
});

test("a class of another project is looked for under that project's names", async () => {
  arm.answers.set(workspaceOf("other"), DEAD);
  expect((await look("school/other/spring")).unknown).toHaveLength(3);
  expect((await look("spring")).unknown).toEqual([]);
});

test("what is left of a seat is named with what to do", async () => {
  const { cluster, secretScope } = namesOf({
    subscriptionId: SUBSCRIPTION,
    project: "rai-lab",
    stack: "s01",
  });
  const workspaceUrl = new URL(arm.session.endpoint).host;
  arm.answers.set(
    workspaceOf("rai-lab"),
    ok({ location: "eastus2", properties: { workspaceUrl } }),
  );
  arm.answers.set(
    "/api/2.1/clusters/list",
    ok({ clusters: [{ cluster_name: "other" }, { cluster_name: cluster }] }),
  );
  arm.answers.set("/api/2.0/secrets/scopes/list", ok({ scopes: [{ name: secretScope }] }));
  arm.answers.set("/api/2.0/workspace/get-status", ok({ path: "/rai-lab/s01" }));
  const { left } = await look();
  expect(left.map(({ kind, note }) => [kind, note])).toEqual([
    ["cluster", "is billed while it runs: run lab destroy again"],
    ["secret scope", "may hold a key: run lab destroy again"],
    ["folder", "holds the student's work: run lab destroy again"],
  ]);
});
