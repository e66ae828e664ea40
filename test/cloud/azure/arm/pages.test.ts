import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedTable } from "../../../../scripts/cloud/azure/tables";
import { startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => {
  cloud = await startAzureCloud();
  for (const name of ["one", "two", "three"]) await cloud.group(name);
  for (const name of ["a1", "a2", "a3", "a4", "a5"]) await cloud.account("one", name);
});
afterAll(() => cloud.stop());

/** Names of each page, as a client follows the links. */
async function pagesOf(path: string): Promise<string[][]> {
  const pages: string[][] = [];
  for (let next: string | undefined = path; next !== undefined && pages.length < 20;) {
    const { status, body } = await cloud.call("GET", next);
    expect([next, status]).toEqual([next, 200]);
    pages.push((body.value as { name: string }[]).map(({ name }) => name));
    next = body.nextLink as string | undefined;
  }
  return pages;
}

describe("lists", () => {
  it("come in pages of the world's size, whatever they list", async () => {
    seedTable(cloud.world, "settings", { pageSize: 2 });
    const accounts = "resourceGroups/one/providers/Microsoft.CognitiveServices/accounts";
    expect(await pagesOf(accounts)).toEqual([["a1", "a2"], ["a3", "a4"], ["a5"]]);
    expect(await pagesOf("resourcegroups")).toEqual([["one", "two"], ["three"]]);
    const filter = encodeURIComponent("resourceType eq 'Microsoft.CognitiveServices/accounts'");
    expect(await pagesOf(`resources?api-version=2024-11-01&$filter=${filter}&$top=1`)).toHaveLength(
      5,
    );
    for (const list of [
      "providers/Microsoft.CognitiveServices/locations/eastus2/models",
      "providers/Microsoft.CognitiveServices/locations/eastus2/usages",
      "providers/Microsoft.Authorization/roleDefinitions",
    ]) {
      const [first, second] = await pagesOf(list);
      expect([list, first?.length, (second ?? []).length > 0]).toEqual([list, 2, true]);
    }
    seedTable(cloud.world, "settings", { pageSize: 0 });
    expect(await pagesOf(accounts)).toHaveLength(1);
  });
});
