/** A first `up` that was killed when the workspace stood and its `ForcedDelete` did not. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { type LocalStacks, startLocalStacks } from "../../bench/local-stacks";
import { namesOf } from "../../infra/names/physical-names";
import { destroy } from "../../scripts/commands/destroy";
import { seconds } from "../support/time-limits";

const home = mkdtempSync(path.join(tmpdir(), "rai-lab-"));
let stacks: LocalStacks;
beforeAll(async () => (stacks = await startLocalStacks(home)));
afterAll(async () => {
  await stacks.stop();
  rmSync(home, { recursive: true, force: true });
});

test(
  "what an unforced deletion leaves of the workspace, destroy deletes too",
  { timeout: seconds(15) },
  async () => {
    const stack = "killed";
    const { subscriptionId } = stacks.connection;
    const names = namesOf({ subscriptionId, project: "rai-lab", stack });
    await stacks.make(stack);
    const { resources, databricks } = stacks.clients;
    const tags = { project: "rai-lab", stack };
    await databricks.workspaces.createOrUpdate(names.resourceGroup, names.databricksWorkspace, {
      location: "eastus2",
      sku: { name: "premium" },
      tags,
      computeMode: "Hybrid",
      managedResourceGroupId: `/subscriptions/${subscriptionId}/resourceGroups/${names.managedResourceGroup}`,
    });
    const groups = async (): Promise<(string | undefined)[]> => {
      const all = [];
      for await (const group of resources.resourceGroups.list()) all.push(group.name);
      return all;
    };
    expect(await groups()).toContain(names.managedResourceGroup);
    const ended = await stacks.run(destroy, stack, "--local", "--yes");
    expect(ended, ended.written).toMatchObject({ exitCode: 0, document: { proof: { left: [] } } });
    expect(await groups()).toEqual([]);
  },
);
