import { afterAll, beforeAll, expect, test } from "vitest";
import { parseConfig } from "../../../infra/config";
import { LOCK_NAME, namesOf } from "../../../infra/names/physical-names";
import { azureStore } from "../../../scripts/cloud/azure/store";
import { liftLock } from "../../../scripts/commands/stack/lift-lock";
import { startLabCloud, type LabCloud } from "../../support/azure/lab-cloud";

let cloud: LabCloud;
beforeAll(async () => (cloud = await startLabCloud()));
afterAll(() => cloud.stop());

const config = parseConfig({ "rai-lab:lock": "true" }, "rai-lab", "dev");

/** A lock that no state knows of. */
function standingLock(): string {
  const { subscriptionId } = cloud.tenant;
  const { resourceGroup } = namesOf({ subscriptionId, project: "rai-lab", stack: "dev" });
  const scope = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
  const id = `${scope}/providers/Microsoft.Authorization/locks/${LOCK_NAME}`;
  azureStore(cloud.world).locks.put(id.toLowerCase(), {
    id,
    name: LOCK_NAME,
    scope,
    level: "CanNotDelete",
  });
  return id.toLowerCase();
}

test("takes the stack's lock off, and is content when there is none", async () => {
  const lock = standingLock();
  await liftLock(config, cloud.session);
  expect(azureStore(cloud.world).locks.get(lock)).toBeUndefined();
  await expect(liftLock(config, cloud.session)).resolves.toBeUndefined();
});

test("who may not lift it is told whom to ask, and the lock stays", async () => {
  const lock = standingLock();
  await expect(liftLock(config, await cloud.asStudent())).rejects.toMatchObject({
    code: "cloud",
    message: expect.stringMatching(/^The lock of rg-rai-lab-dev cannot be lifted: /),
    cure: expect.stringContaining("Owner"),
  });
  expect(azureStore(cloud.world).locks.get(lock)).toBeDefined();
});
