import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { azureClients } from "../../../scripts/lib/azure/clients";
import { openWorkspace, type Workspace, workspaceIdOf } from "../../../scripts/lib/azure/workspace";
import { ok, refusal, startFakeArm, type FakeArm } from "../../support/azure/fake-arm";
import { SUBSCRIPTION } from "../../support/doctor/context";

let arm: FakeArm;
beforeAll(async () => void (arm = await startFakeArm()));
afterAll(() => arm.stop());
beforeEach(() => arm.reset());

const PLACE = { project: "rai-lab", stack: "dev" };
const open = (): Promise<Workspace | undefined> =>
  openWorkspace(PLACE, arm.session, azureClients(arm.session));
/** The workspace stands, and the fake Resource Manager answers for it too. */
async function opened(): Promise<Workspace> {
  const path = workspaceIdOf(PLACE, SUBSCRIPTION)
    .replace(`/subscriptions/${SUBSCRIPTION}`, "")
    .toLowerCase();
  arm.answers.set(
    path,
    ok({ location: "eastus2", properties: { workspaceUrl: new URL(arm.session.endpoint).host } }),
  );
  return (await open())!;
}

test.each([
  [PLACE, "rg-rai-lab-dev", "dbw-rai-lab-dev"],
  [{ ...PLACE, classStack: "spring" }, "rg-rai-lab-spring", "dbw-rai-lab-spring"],
  [{ ...PLACE, classStack: "school/other/spring" }, "rg-other-spring", "dbw-other-spring"],
])("a stack works in its own workspace, or its class's: %o", (place, group, workspace) => {
  expect(workspaceIdOf(place, SUBSCRIPTION)).toBe(
    `/subscriptions/${SUBSCRIPTION}/resourceGroups/${group}/providers/Microsoft.Databricks/workspaces/${workspace}`,
  );
});

test("a workspace that is gone is nothing to open", async () => {
  expect(await open()).toBeUndefined();
});

test("what a workspace has is given, and what it has not is nothing", async () => {
  const workspace = await opened();
  arm.answers.set("/api/2.0/there", ok({ a: 1 }));
  const absent = { status: 404, body: { error_code: "RESOURCE_DOES_NOT_EXIST" } };
  arm.answers.set("/api/2.0/not-there", absent);
  expect(await workspace.get("/api/2.0/there")).toEqual({ a: 1 });
  expect(await workspace.get("/api/2.0/not-there")).toBeUndefined();
  await workspace.post("/api/2.0/not-there", {});
  expect(arm.requests.slice(-3)).toEqual([
    "/api/2.0/there",
    "/api/2.0/not-there",
    "/api/2.0/not-there",
  ]);
});

test("a refusal names the workspace, the path and the answer", async () => {
  const workspace = await opened();
  arm.answers.set("/api/2.0/there", refusal(403, "PERMISSION_DENIED", "not you"));
  await expect(workspace.get("/api/2.0/there")).rejects.toMatchObject({
    code: "cloud",
    message: expect.stringMatching(
      /^https:\/\/127\.0\.0\.1:\d+ answered \/api\/2\.0\/there with HTTP 403: .*not you/,
    ),
    cure: "run it again once the workspace answers",
  });
});
