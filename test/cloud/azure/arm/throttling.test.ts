import { expect, test } from "vitest";
import { seedTable } from "../../../../scripts/cloud/azure/tables";
import { NOW, startAzureCloud, type Answer } from "../../../support/azure/azure-cloud";

const leftOf = ({ headers }: Answer, kind: string): string | null =>
  headers.get(`x-ms-ratelimit-remaining-subscription-${kind}`);

test("three buckets count down, refuse with their wait, fill again, and hold no other one up", async () => {
  let now = NOW;
  const cloud = await startAzureCloud({ now: () => now });
  try {
    const path = `/subscriptions/${cloud.tenant.subscriptionId}/resourceGroups/one`;
    const read = () => cloud.call("GET", path);
    const write = () => cloud.call("PUT", path, { location: "eastus2" });
    expect(leftOf(await write(), "writes")).toBe("799");
    seedTable(cloud.world, "settings", { throttling: true });
    expect(leftOf(await write(), "writes")).toBe("199");
    const left: (string | null)[] = [];
    for (let i = 0; i < 250; i++) left.push(leftOf(await read(), "reads"));
    expect(left).toEqual(Array.from({ length: 250 }, (_, i) => String(249 - i)));
    const refused = await read();
    expect(refused).toMatchObject({
      status: 429,
      body: { error: { code: "SubscriptionRequestsThrottled" } },
    });
    expect([refused.headers.get("retry-after"), leftOf(refused, "reads")]).toEqual(["1", "0"]);
    expect(leftOf(await write(), "writes")).toBe("198");
    now += 1000;
    expect(leftOf(await read(), "reads")).toBe("24");
    expect(leftOf(await cloud.call("DELETE", path), "deletes")).toBe("199");
  } finally {
    await cloud.stop();
  }
});
