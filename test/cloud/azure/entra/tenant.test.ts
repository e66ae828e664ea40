import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { seedTenant } from "../../../../scripts/cloud/azure";
import { tenantOf } from "../../../../scripts/cloud/azure/entra/tenant";
import { Store } from "../../../../scripts/cloud/core/store";
import { startAzureCloud } from "../../../support/azure/azure-cloud";
import { temporaryFolder } from "../../../support/folder";

describe("the tenant of a world", () => {
  it("is the same in a world that is opened again, groups, accounts and addresses included", async () => {
    const file = path.join(temporaryFolder(), "cloud.jsonl");
    const first = await startAzureCloud({ file });
    await first.group("kept");
    const { endpoint } = (await first.account("kept", "oai")).body.properties;
    const tenant = first.tenant;
    expect(seedTenant(first.world)).toEqual(tenant);
    await first.stop();

    const again = await startAzureCloud({ file });
    expect(again.tenant).toEqual(tenant);
    expect(again.arm).toBe(first.arm);
    const account = await again.call(
      "GET",
      "resourceGroups/kept/providers/Microsoft.CognitiveServices/accounts/oai",
    );
    expect(account.body.properties).toMatchObject({ endpoint, provisioningState: "Succeeded" });
    expect((await fetch(`${endpoint}anything`)).status).toBe(501);
    await again.stop();
  });

  it("differs from world to world, in its secret too", async () => {
    const [one, two] = await Promise.all([startAzureCloud(), startAzureCloud()]);
    const values = (t: typeof one.tenant): string[] => [
      t.tenantId,
      t.subscriptionId,
      t.clientId,
      t.clientSecret,
    ];
    expect(values(one.tenant).filter((value) => values(two.tenant).includes(value))).toEqual([]);
    await Promise.all([one.stop(), two.stop()]);
  });

  it("must be seeded before it is read", () => {
    expect(() => tenantOf({ store: new Store() })).toThrow("call seedTenant after createWorld");
  });
});
