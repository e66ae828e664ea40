import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedTable, table } from "../../../../scripts/cloud/azure/tables";
import { listNodeTypes } from "../../../../scripts/cloud/databricks/clusters/catalogue";
import { startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

interface ModelRow {
  kind: string;
  model: { name: string; version: string; lifecycleStatus: string; skus: { name: string }[] };
}
let cloud: AzureCloud;
beforeAll(async () => (cloud = await startAzureCloud()));
afterAll(() => cloud.stop());

const models = async (location: string, version = "2025-06-01"): Promise<ModelRow[]> => {
  const path = `providers/Microsoft.CognitiveServices/locations/${location}/models?api-version=${version}`;
  return (await cloud.call("GET", path)).body.value as ModelRow[];
};
const lifecycle = (rows: ModelRow[], name: string, version: string): string | undefined =>
  rows.find((row) => row.model.name === name && row.model.version === version)?.model
    .lifecycleStatus;

describe("the models of a region", () => {
  it("are listed once per kind, with the SKUs that the region has", async () => {
    const rows = (await models("East%20US%202")).filter((row) => row.model.name === "gpt-5.1");
    expect(rows.map((row) => row.kind)).toEqual(["OpenAI", "AIServices"]);
    const skus = (row: ModelRow | undefined): string[] | undefined =>
      row?.model.skus.map((sku) => sku.name);
    expect(skus(rows[0])).toEqual(["Standard", "GlobalStandard"]);
    expect(
      skus((await models("switzerlandwest")).find((row) => row.model.name === "gpt-5.1")),
    ).toEqual(["GlobalStandard"]);
    expect(await models("atlantis")).toEqual([]);
  });

  it("show their life cycle in the terms of the api-version", async () => {
    const [before, after] = [
      await models("eastus2", "2025-06-01"),
      await models("eastus2", "2026-03-01"),
    ];
    expect(lifecycle(before, "gpt-4o", "2024-11-20")).toBe("GenerallyAvailable");
    expect(lifecycle(after, "gpt-4o", "2024-11-20")).toBe("Legacy");
    for (const rows of [before, after]) {
      expect(lifecycle(rows, "gpt-4o", "2024-08-06")).toBe("Deprecating");
      expect(lifecycle(rows, "gpt-35-turbo", "0125")).toBe("Deprecated");
      expect(lifecycle(rows, "gpt-35-turbo", "0613")).toBeUndefined();
    }
  });

  it("are the same, flat, for an account", async () => {
    await cloud.group("g");
    await cloud.account("g", "oai-a");
    const { value } = (
      await cloud.call(
        "GET",
        "resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/oai-a/models",
      )
    ).body;
    expect(value).toContainEqual(
      expect.objectContaining({ name: "gpt-4o", version: "2024-11-20", isDefaultVersion: true }),
    );
  });
});

describe("quotas and capacity", () => {
  it("can be seeded by region, and show what deployments leave", async () => {
    seedTable(cloud.world, "quotas", {
      locations: { swedencentral: { "OpenAI.Standard.gpt-4o": 12 } },
    });
    const query =
      "api-version=2025-06-01&modelFormat=OpenAI&modelName=gpt-4o&modelVersion=2024-11-20";
    const left = async (): Promise<unknown> => {
      const path = `providers/Microsoft.CognitiveServices/locations/SwedenCentral/modelCapacities?${query}`;
      const { value } = (await cloud.call("GET", path)).body as {
        value: { properties: { skuName: string } }[];
      };
      return value.find((row) => row.properties.skuName === "Standard")?.properties;
    };
    expect(await left()).toMatchObject({
      availableCapacity: 12,
      model: { name: "gpt-4o", version: "2024-11-20" },
    });
    await cloud.account("g", "sweden", { location: "swedencentral" });
    await cloud.call(
      "PUT",
      "resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/sweden/deployments/dep-d",
      {
        sku: { name: "Standard", capacity: 5 },
        properties: { model: { format: "OpenAI", name: "gpt-4o", version: "2024-11-20" } },
      },
    );
    expect(await left()).toMatchObject({ availableCapacity: 7 });
  });
});

describe("compute", () => {
  it("has cores and VM sizes as seeded, filtered by region", async () => {
    const usages = (await cloud.call("GET", "providers/Microsoft.Compute/locations/eastus2/usages"))
      .body;
    for (const name of ["cores", "standardDDSv5Family"])
      expect(usages.value).toContainEqual(
        expect.objectContaining({ name: expect.objectContaining({ value: name }), limit: 100 }),
      );
    const skus = async (region: string): Promise<unknown> => {
      const filter = encodeURIComponent(`location eq '${region}'`);
      const { value } = (
        await cloud.call(
          "GET",
          `providers/Microsoft.Compute/skus?api-version=2021-07-01&$filter=${filter}`,
        )
      ).body;
      return value;
    };
    const d4 = {
      name: "Standard_D4ds_v5",
      resourceType: "virtualMachines",
      family: "standardDDSv5Family",
      locations: ["eastus2"],
    };
    expect(await skus("eastus2")).toContainEqual(
      expect.objectContaining({ ...d4, restrictions: [] }),
    );
    expect(await skus("atlantis")).toEqual([]);
  });

  it("has every machine that a cluster can be made of, with its cores, in a family that has a row", () => {
    const { sizes, quotas } = table(cloud.world, "vm-sizes");
    const known = sizes.map(({ name, vCPUs }) => ({ name, vCPUs }));
    for (const { node_type_id, num_cores } of listNodeTypes())
      expect(known).toContainEqual({ name: node_type_id, vCPUs: num_cores });
    expect(Object.keys(quotas)).toEqual(expect.arrayContaining(sizes.map(({ family }) => family)));
  });
});

describe("usages", () => {
  const usages = async (filter: string): Promise<string[]> => {
    const query = `api-version=2025-06-01&$filter=${encodeURIComponent(filter)}`;
    const path = `providers/Microsoft.CognitiveServices/locations/eastus2/usages?${query}`;
    const { value } = (await cloud.call("GET", path)).body as {
      value: { name: { value: string } }[];
    };
    return value.map(({ name }) => name.value);
  };

  it("of a region are those that a filter names", async () => {
    const two = ["AccountCount", "OpenAI.Standard.gpt-4o"];
    expect(await usages(two.map((name) => `name.value eq '${name}'`).join(" or "))).toEqual(two);
    expect(await usages("name.value eq 'nothing'")).toEqual([]);
  });

  it("of one account are its own quotas, which accounts with models have not", async () => {
    const path = (name: string): string =>
      `resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/${name}/usages`;
    expect((await cloud.call("GET", path("oai-a"))).body).toEqual({ value: [] });
    await cloud.account("g", "text-a", { kind: "TextAnalytics", sku: { name: "S" } });
    expect((await cloud.call("GET", path("text-a"))).body.value).toHaveLength(4);
    await cloud.account("g", "face-a", { kind: "Face" });
    expect((await cloud.call("GET", path("face-a"))).status).toBe(501);
    expect((await cloud.call("GET", path("missing"))).status).toBe(404);
  });
});

it("the sizes of machines in a region", async () => {
  const sizes = "providers/Microsoft.Compute/locations/East%20US%202/vmSizes";
  expect((await cloud.call("GET", sizes)).body.value).toContainEqual({
    name: "Standard_DS3_v2",
    numberOfCores: 4,
    osDiskSizeInMB: 1047552,
    resourceDiskSizeInMB: 28672,
    memoryInMB: 14336,
    maxDataDiskCount: 16,
  });
  expect((await cloud.call("GET", sizes.replace("East%20US%202", "atlantis"))).status).toBe(400);
});
