import { CognitiveServicesManagementClient } from "@azure/arm-cognitiveservices";
import { AzureDatabricksManagementClient } from "@azure/arm-databricks";
import { ResourceManagementClient } from "@azure/arm-resources";
import { ClientSecretCredential } from "@azure/identity";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAzureCloud, type AzureCloud } from "../support/azure/azure-cloud";

/**
 * The vendors' own clients against the local cloud over TLS, unchanged but for addresses: what they accept, an
 * unmodified program will get along with.
 */
const poll = { updateIntervalInMs: 5 };
let cloud: AzureCloud;
let groups: ResourceManagementClient;
let cognitive: CognitiveServicesManagementClient;
let databricks: AzureDatabricksManagementClient;
const credential = (secret = cloud.tenant.clientSecret): ClientSecretCredential =>
  new ClientSecretCredential(cloud.tenant.tenantId, cloud.tenant.clientId, secret, {
    authorityHost: cloud.authority,
    disableInstanceDiscovery: true,
  });

beforeAll(async () => {
  cloud = await startAzureCloud();
  const { subscriptionId } = cloud.tenant;
  const endpoint = { endpoint: cloud.arm };
  groups = new ResourceManagementClient(credential(), subscriptionId, endpoint);
  cognitive = new CognitiveServicesManagementClient(credential(), subscriptionId, endpoint);
  databricks = new AzureDatabricksManagementClient(credential(), subscriptionId, endpoint);
  await groups.resourceGroups.createOrUpdate("lab", { location: "eastus2" });
});
afterAll(() => cloud.stop());

const account = { kind: "OpenAI", location: "eastus2", sku: { name: "S0" } };
const gpt4o = (capacity: number) => ({
  sku: { name: "Standard", capacity },
  properties: { model: { format: "OpenAI", name: "gpt-4o", version: "2024-11-20" } },
});
const all = async <T>(pages: AsyncIterable<T>): Promise<T[]> => {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
};

describe("@azure/identity", () => {
  it("reports a wrong secret as Entra does", async () => {
    await expect(credential("guess").getToken(`${cloud.arm}/.default`)).rejects.toThrow(
      /AADSTS7000215: Invalid client secret/,
    );
  });
});

describe("@azure/arm-resources", () => {
  it("creates, finds, lists by tag and deletes a group", async () => {
    await groups.resourceGroups.createOrUpdate("tagged", {
      location: "eastus2",
      tags: { class: "x" },
    });
    expect((await groups.resourceGroups.checkExistence("tagged")).body).toBe(true);
    expect((await groups.resourceGroups.checkExistence("missing")).body).toBe(false);
    const found = await all(
      groups.resourceGroups.list({ filter: "tagName eq 'class' and tagValue eq 'x'" }),
    );
    expect(found.map((group) => group.name)).toEqual(["tagged"]);
    await groups.resourceGroups.delete("tagged", poll);
    expect((await groups.resourceGroups.checkExistence("tagged")).body).toBe(false);
  });

  it("filters resources by parts and alternatives, exports them, and keeps names of tags", async () => {
    await groups.resourceGroups.createOrUpdate("listed", { location: "eastus2" });
    for (const name of ["list-a", "list-b"])
      await cognitive.accounts.beginCreateAndWait("listed", name, account, poll);
    const filter = "substringof('t-A', name) or name eq 'list-b'";
    const found = await all(groups.resources.list({ filter }));
    expect(found.map(({ name }) => name)).toEqual(["list-a", "list-b"]);
    const { template } = await groups.resourceGroups.exportTemplate(
      "listed",
      { resources: ["*"] },
      poll,
    );
    expect((template as { resources: unknown[] }).resources).toHaveLength(2);
    expect((await groups.tagsOperations.createOrUpdate("cost")).tagName).toBe("cost");
    expect((await groups.tagsOperations.createOrUpdateValue("cost", "free")).tagValue).toBe("free");
    const { registrationState } = await groups.providers.unregister("Microsoft.Batch");
    expect(registrationState).toBe("Unregistering");
  });
});

describe("@azure/arm-cognitiveservices", () => {
  it("takes an account through its whole life: create, deploy, list, delete, find deleted, purge", async () => {
    const made = await cognitive.accounts.beginCreateAndWait(
      "lab",
      "life",
      { ...account, properties: { customSubDomainName: "life" } },
      poll,
    );
    expect(made.properties?.provisioningState).toBe("Succeeded");
    expect(made.properties?.endpoint).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/$/);
    const deployed = await cognitive.deployments.beginCreateOrUpdateAndWait(
      "lab",
      "life",
      "gpt-35-turbo",
      gpt4o(5),
      poll,
    );
    expect(deployed.properties?.rateLimits).toContainEqual(
      expect.objectContaining({ key: "token", count: 5000 }),
    );
    expect(await all(cognitive.deployments.list("lab", "life"))).toMatchObject([
      { name: "gpt-35-turbo" },
    ]);
    expect((await cognitive.accounts.listKeys("lab", "life")).key1).toMatch(/^\w{32}$/);
    expect((await cognitive.accounts.listUsages("lab", "life")).value).toEqual([]);
    const filter = "name.value eq 'OpenAI.Standard.gpt-4o'";
    const usages = await all(cognitive.usages.list("eastus2", { filter }));
    expect(usages.map(({ currentValue }) => currentValue)).toEqual([5]);
    await cognitive.deployments.beginDeleteAndWait("lab", "life", "gpt-35-turbo", poll);
    expect(await all(cognitive.deployments.list("lab", "life"))).toEqual([]);

    await cognitive.accounts.beginDeleteAndWait("lab", "life", poll);
    await expect(cognitive.accounts.get("lab", "life")).rejects.toMatchObject({
      statusCode: 404,
      code: "ResourceNotFound",
    });
    expect(await all(cognitive.deletedAccounts.list())).toMatchObject([
      { name: "life", type: "Microsoft.CognitiveServices/deletedAccounts" },
    ]);
    await expect(
      cognitive.accounts.beginCreateAndWait("lab", "life", account, poll),
    ).rejects.toMatchObject({
      statusCode: 409,
      code: "FlagMustBeSetForRestore",
    });
    await cognitive.deletedAccounts.beginPurgeAndWait("eastus2", "lab", "life", poll);
    expect(await all(cognitive.deletedAccounts.list())).toEqual([]);
    await cognitive.accounts.beginCreateAndWait("lab", "life", account, poll);
  });

  it("sees exactly one RequestConflict when two deployments are written at once", async () => {
    await cognitive.accounts.beginCreateAndWait("lab", "pair", account, poll);
    const both = await Promise.allSettled(
      ["one", "two"].map((name) =>
        cognitive.deployments.beginCreateOrUpdateAndWait("lab", "pair", name, gpt4o(1), poll),
      ),
    );
    expect(both.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((result) => result.status === "rejected")?.reason).toMatchObject({
      statusCode: 409,
      code: "RequestConflict",
    });
  });

  it("reads models, usages, SKUs, capacities and availability in the shapes it declares", async () => {
    const models = await all(cognitive.models.list("eastus2"));
    const offered = models.find(
      (m) => m.kind === "OpenAI" && m.model?.name === "gpt-4o" && m.model.version === "2024-11-20",
    );
    expect(offered?.model).toMatchObject({
      lifecycleStatus: "GenerallyAvailable",
      isDefaultVersion: true,
    });
    const standard = offered?.model?.skus?.find((sku) => sku.name === "Standard");
    expect(standard?.deprecationDate?.toISOString()).toBe("2027-04-14T00:00:00.000Z");
    const usages = await all(cognitive.usages.list("eastus2"));
    expect(usages.find((usage) => usage.name?.value === standard?.usageName)).toMatchObject({
      limit: 150,
      unit: "Count",
    });
    expect(usages.find((usage) => usage.name?.value === "OpenAI.S0.AccountCount")).toMatchObject({
      limit: 30,
    });
    expect(
      (await all(cognitive.resourceSkus.list())).some(
        (s) => s.kind === "OpenAI" && s.locations?.includes("EASTUS2"),
      ),
    ).toBe(true);
    const capacities = await all(cognitive.modelCapacities.list("OpenAI", "gpt-4o", "2024-11-20"));
    expect(
      capacities.filter((c) => c.properties?.skuName === "Standard").map((c) => c.location),
    ).toEqual(["eastus2", "northcentralus", "swedencentral", "switzerlandnorth"]);
    expect(await all(cognitive.modelCapacities.list("OpenAI", "gpt-35-turbo", "0125"))).toEqual([]);
    const skus = await cognitive.checkSkuAvailability(
      "eastus2",
      ["S0"],
      "OpenAI",
      "Microsoft.CognitiveServices/accounts",
    );
    expect(skus.value).toMatchObject([{ skuName: "S0", skuAvailable: true }]);
    const domain = await cognitive.checkDomainAvailability(
      "free-name",
      "Microsoft.CognitiveServices/accounts",
    );
    expect(domain.isSubdomainAvailable).toBe(true);
  });
});

describe("@azure/arm-databricks", () => {
  it("creates a workspace and deletes it: its managed group goes when that is forced", async () => {
    for (const forceDeletion of [undefined, true]) {
      const managedResourceGroupId = `${cloud.sub}/resourceGroups/lab-managed`;
      const parameters = {
        location: "eastus2",
        sku: { name: "premium" },
        computeMode: "Hybrid" as const,
        managedResourceGroupId,
      };
      const made = await databricks.workspaces.createOrUpdate("lab", "dbw", parameters, poll);
      expect(made).toMatchObject({
        provisioningState: "Succeeded",
        workspaceUrl: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
        parameters: { enableNoPublicIp: { value: true } },
      });
      await databricks.workspaces.delete("lab", "dbw", {
        ...poll,
        ...(forceDeletion && { forceDeletion }),
      });
      // Unity Catalog's own storage keeps the group, unless the deletion is forced.
      const isForced = forceDeletion === true;
      expect((await groups.resourceGroups.checkExistence("lab-managed")).body).toBe(!isForced);
      if (!isForced) await groups.resourceGroups.delete("lab-managed", poll);
    }
  });
});
