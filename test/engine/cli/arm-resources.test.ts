import { expect, test } from "vitest";
import { RESOURCE_TYPES } from "../../../infra/azure/resource-types";
import { armIdOf, armResourceWhenIdle } from "../../../scripts/engine/cli/arm-resources";
import { pathOf } from "../../../scripts/providers/azure-native/arm-type";
import { armType } from "../../../scripts/providers/azure-native/types";
import { answersByUrl } from "../../support/azure/answers-by-url";

const GROUP = "/subscriptions/s/resourcegroups/rg";
const found = (provisioningState?: string) => ({
  status: 200,
  body: { properties: { provisioningState } },
});

test("ids and API versions are those of the provider", () => {
  const inputs = {
    ...{
      resourceGroupName: "rg a",
      accountName: "acc",
      deploymentName: "gpt",
      workspaceName: "ws",
      name: "logs",
    },
    ...{ lockName: "keep", budgetName: "monthly", roleAssignmentName: "guid" },
    ...{ scope: "/subscriptions/s", resourceUri: "/subscriptions/s/resourceGroups/rg" },
  };
  expect(Object.keys(RESOURCE_TYPES).length).toBeGreaterThan(8);
  for (const [type, kind] of Object.entries(RESOURCE_TYPES)) {
    expect(armIdOf(kind, { ...inputs, subscriptionId: "s" }), type).toBe(
      pathOf(armType(type), "s", inputs),
    );
    expect(kind.apiVersion, type).toBe(armType(type).apiVersion);
  }
  expect(
    armIdOf(RESOURCE_TYPES["azure-native:resources:ResourceGroup"], { resourceGroupName: "rg" }),
  ).toBeUndefined();
});

test("what stands is waited for until nothing is under way on it", async () => {
  const { session, waitsMs } = answersByUrl({
    [GROUP]: [found("Creating"), found("Updating"), found("Failed")],
  });
  expect(await armResourceWhenIdle(session, GROUP, "v")).toMatchObject({ properties: {} });
  expect(waitsMs).toEqual([10_000, 10_000]);
  expect(
    await armResourceWhenIdle(answersByUrl({ [GROUP]: found() }).session, GROUP, "v"),
  ).toBeDefined();
  expect(await armResourceWhenIdle(answersByUrl({}).session, GROUP, "v")).toBeUndefined();
});

test("something that never comes to rest is given up after half an hour", async () => {
  const { session, waitsMs } = answersByUrl({ [GROUP]: found("Creating") });
  await expect(armResourceWhenIdle(session, GROUP, "v")).rejects.toMatchObject({ code: "cloud" });
  expect(waitsMs.length).toBe(180);
});
