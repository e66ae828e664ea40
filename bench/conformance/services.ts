import { armService, authorityService, seedTenant } from "../../scripts/cloud/azure";
import { issueToken } from "../../scripts/cloud/azure/entra/authority";
import { azureStore } from "../../scripts/cloud/azure/store";
import { createApp } from "../../scripts/cloud/core/app";
import type { Service, World } from "../../scripts/cloud/core/world";
import { databricksService, openDatabricksWorkspace } from "../../scripts/cloud/databricks";
import { DATABRICKS_AUDIENCE } from "../../scripts/cloud/databricks/identity/auth";

/** Where a recording's requests go, and who sends them. */
export interface Target {
  origin: string;
  token: string;
}

/** Simulated time after which a new workspace answers. */
const READY_MS = 60_000;

/** Of the OpenAI data plane no corpus asks anything. */
const silentOpenai: Service = {
  kind: "openai",
  createApp: (world) => createApp(world, "openai", (error) => ({ error: error.message })),
};

/** The services that corpora speak to. No notebook runs. */
export const services = (): Service[] => [
  armService(),
  authorityService(),
  silentOpenai,
  databricksService({ runNotebook: () => Promise.reject(new Error("no notebook runs here")) }),
];

/** Signs the world's deployer in to Resource Manager and Graph. */
export async function azureTargets(world: World): Promise<{ arm: Target; graph: Target }> {
  for (const kind of ["arm", "authority"]) await world.hosts.open(kind, kind);
  const { clientId } = seedTenant(world);
  const deployer = azureStore(world).principalsByAppId(clientId)[0]!;
  const arm = world.hosts.url("arm", "arm")!;
  const { token } = await issueToken(world, deployer, arm, "bench");
  return {
    arm: { origin: arm, token },
    graph: { origin: world.hosts.url("authority", "authority")!, token },
  };
}

/** A workspace that is ready, with the world's deployer as its administrator. */
export async function workspaceTarget(world: World): Promise<Target> {
  const { clientId, subscriptionId } = seedTenant(world);
  const id = `/subscriptions/${subscriptionId}/resourceGroups/g/providers/Microsoft.Databricks/workspaces/w`;
  const origin = await openDatabricksWorkspace(
    world,
    { id, workspaceId: world.random.digits(15) },
    String,
  );
  world.clock.advance(READY_MS);
  const deployer = azureStore(world).principalsByAppId(clientId)[0]!;
  const tokenFor = async (audience: string): Promise<string> =>
    (await issueToken(world, deployer, audience, "bench")).token;
  const token = await tokenFor(DATABRICKS_AUDIENCE);
  // Who manages the Azure resource becomes an administrator by the first call with both tokens.
  await fetch(`${origin}/api/2.0/preview/scim/v2/Me`, {
    headers: {
      authorization: `Bearer ${token}`,
      "X-Databricks-Azure-Workspace-Resource-Id": id,
      "X-Databricks-Azure-SP-Management-Token": await tokenFor("https://management.azure.com/"),
    },
  });
  return { origin, token };
}
