import { afterEach, beforeEach, expect, test } from "vitest";
import { keyOf } from "../../../scripts/cloud/azure/arm/ids";
import { azureStore } from "../../../scripts/cloud/azure/store";
import { ask, type Examined } from "../../../scripts/doctor";
import { startLabCloud, type LabCloud } from "../../support/azure/lab-cloud";
import { defaultConfigOf, NOW } from "../../support/doctor/context";

const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

let cloud: LabCloud;
beforeEach(async () => {
  cloud = await startLabCloud();
});
afterEach(() => cloud.stop());

function unregister(namespace: string): void {
  const key = keyOf(`${cloud.session.subscriptionId}/${namespace}`);
  azureStore(cloud.world).providers.put(key, { namespace, registrationState: "NotRegistered" });
}

async function examine(settings: Record<string, unknown> = {}): Promise<Examined> {
  const config = defaultConfigOf(settings);
  const only = ["providers-registered"] as const;
  const [question] = ask({ config, session: cloud.session, now: NOW, only });
  return question!.answer;
}

test("a subscription that knows its providers is ok", async () => {
  const { finding, fix } = await examine();
  expect(finding).toMatchObject({ status: "ok" });
  expect(finding.commands).toBeUndefined();
  expect(fix).toBeUndefined();
});

test("one that is missing is a warning with a safe cure: up registers it too", async () => {
  unregister("Microsoft.Databricks");
  const { finding, fix } = await examine();
  expect(finding).toMatchObject({
    status: "warning",
    code: "MissingSubscriptionRegistration",
    commands: ["npx lab doctor dev --fix --rule providers-registered"],
  });
  expect(fix).toEqual({ kind: "register providers", namespaces: ["Microsoft.Databricks"] });
});

test("without the right to register it is refused, and nothing is offered", async () => {
  unregister("Microsoft.CognitiveServices");
  const store = azureStore(cloud.world);
  const [deployer] = store.principalsByAppId(cloud.tenant.clientId);
  const [mine] = store.roleAssignmentsOf(deployer!.objectId);
  store.roleAssignments.put(keyOf(mine!.id), {
    ...mine!,
    roleDefinitionId: mine!.roleDefinitionId.replace(/[^/]+$/, READER),
  });
  const { finding, fix } = await examine();
  expect(finding).toMatchObject({ status: "refused", code: "MissingSubscriptionRegistration" });
  expect(fix).toBeUndefined();
});

test("only what is configured is asked for", async () => {
  unregister("Microsoft.OperationalInsights");
  expect((await examine()).finding.status).toBe("ok");
  expect((await examine({ diagnostics: true })).finding.status).toBe("warning");
});
