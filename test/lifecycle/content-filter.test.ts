/** A content filter that an administrator set stays, and is named, until the settings have one. */
import { expect, test } from "vitest";
import { azureStore } from "../../scripts/cloud/azure/store";
import { type Lab, useHarness } from "../support/lifecycle";
import { seconds } from "../support/time-limits";

const harness = useHarness("embedded");

const filterOf = (lab: Lab): unknown =>
  azureStore(lab.world).deployments.values()[0]?.raiPolicyName;
/** As an administrator sets it in the portal. */
function setFilter(lab: Lab, raiPolicyName: string): void {
  const { deployments } = azureStore(lab.world);
  for (const [key, deployment] of deployments.entries())
    deployments.put(key, { ...deployment, raiPolicyName });
}

test(
  "azurerm 32061: no up removes a content filter that is not in the settings",
  async () => {
    const lab = harness().lab("dev");
    expect((await lab.up()).failures).toEqual([]);
    expect(filterOf(lab)).toBe("Microsoft.DefaultV2");
    expect((await lab.refresh()).drift).toEqual({});

    setFilter(lab, "strict");
    expect((await lab.refresh()).drift).toEqual({
      "openai-deployment": ["properties.raiPolicyName"],
    });
    expect((await lab.up()).changed).toEqual({});
    const larger = await lab.up({ model: { capacity: 6 } });
    expect([larger.failures, larger.changed]).toEqual([[], { "openai-deployment": "update" }]);
    expect(filterOf(lab)).toBe("strict");

    const own = { model: { capacity: 6, raiPolicy: "ours" } };
    expect((await lab.up(own)).changed).toEqual({ "openai-deployment": "update" });
    expect(filterOf(lab)).toBe("ours");
    setFilter(lab, "theirs");
    await lab.refresh();
    expect((await lab.up(own)).changed).toEqual({ "openai-deployment": "update" });
    expect(filterOf(lab)).toBe("ours");
    await lab.up({ model: { capacity: 6 } });
    expect(filterOf(lab)).toBe("ours");
  },
  seconds(30),
);
