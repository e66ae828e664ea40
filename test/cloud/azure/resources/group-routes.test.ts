import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => (cloud = await startAzureCloud()));
afterAll(() => cloud.stop());

describe("resource groups", () => {
  it("are created once and changed after that; their tags are replaced whole", async () => {
    const first = await cloud.call("PUT", "resourcegroups/G1", {
      location: "East US 2",
      tags: { a: "1", b: "2" },
    });
    expect(first).toMatchObject({
      status: 201,
      body: {
        id: `${cloud.sub}/resourceGroups/G1`,
        name: "G1",
        type: "Microsoft.Resources/resourceGroups",
        location: "eastus2",
        tags: { a: "1", b: "2" },
        properties: { provisioningState: "Succeeded" },
      },
    });
    const second = await cloud.call("PUT", "RESOURCEGROUPS/g1", {
      location: "eastus2",
      tags: { a: "3" },
    });
    expect(second.status).toBe(200);
    expect(second.body).toEqual({ ...first.body, tags: { a: "3" } });
  });

  it("are found under any spelling of path and name, doubled slashes included", async () => {
    await cloud.group("Spelled");
    const { body } = await cloud.call("GET", `${cloud.sub}/resourceGroups/Spelled`);
    for (const path of ["/resourcegroups/SPELLED", "//resourceGroups//spelled/"])
      expect(await cloud.call("GET", cloud.sub.toUpperCase() + path)).toMatchObject({
        status: 200,
        body,
      });
    expect(await cloud.call("GET", `/${cloud.sub}/resourceGroups/Spelled`)).toMatchObject({
      status: 200,
      body,
    });
  });

  it("say by HEAD whether they exist", async () => {
    await cloud.group("head");
    expect((await cloud.call("HEAD", "resourceGroups/head")).status).toBe(204);
    expect((await cloud.call("HEAD", "resourceGroups/tail")).status).toBe(404);
    expect(await cloud.call("GET", "resourceGroups/tail")).toMatchObject({
      status: 404,
      body: {
        error: {
          code: "ResourceGroupNotFound",
          message: "Resource group 'tail' could not be found.",
        },
      },
    });
  });

  it("refuse another location, an unknown one and an invalid body", async () => {
    await cloud.group("fixed");
    expect(await cloud.call("PUT", "resourceGroups/fixed", { location: "westus3" })).toMatchObject({
      status: 409,
      body: { error: { code: "InvalidResourceGroupLocation" } },
    });
    expect(await cloud.call("PUT", "resourceGroups/far", { location: "atlantis" })).toMatchObject({
      status: 400,
      body: { error: { code: "LocationNotAvailableForResourceType" } },
    });
    expect(await cloud.call("PUT", "resourceGroups/far", { tags: { a: 1 } })).toMatchObject({
      status: 400,
      body: { error: { code: "InvalidRequestContent" } },
    });
  });

  it("are listed, by tag name and value too", async () => {
    for (const [name, tags] of Object.entries({ t1: { class: "x" }, t2: { class: "y" }, t3: {} }))
      await cloud.call("PUT", `resourceGroups/${name}`, { location: "eastus2", tags });
    const names = async (filter: string): Promise<string[]> => {
      const path = `resourceGroups?api-version=2021-04-01&$filter=${encodeURIComponent(filter)}`;
      const { value } = (await cloud.call("GET", path)).body as { value: { name: string }[] };
      return value.map((group) => group.name).filter((name) => /^t\d/.test(name));
    };
    expect(await names("")).toEqual(["t1", "t2", "t3"]);
    expect(await names("tagName eq 'class'")).toEqual(["t1", "t2"]);
    expect(await names("tagName eq 'class' and tagValue eq 'x'")).toEqual(["t1"]);
  });

  it("are patched", async () => {
    await cloud.group("patched");
    const { body } = await cloud.call("PATCH", "resourceGroups/patched", {
      tags: { expires: "2027-01-01" },
    });
    expect(body.tags).toEqual({ expires: "2027-01-01" });
  });
});

describe("deleting a group", () => {
  it("answers 202 and the same on each poll, then 200; meanwhile the group refuses new resources", async () => {
    await cloud.group("gone");
    const deletion = await cloud.call("DELETE", "resourceGroups/gone");
    expect(deletion).toMatchObject({ status: 202, body: undefined });
    expect(deletion.headers.get("retry-after-ms")).toBe("20");
    expect((await cloud.call("GET", "resourceGroups/gone")).body.properties.provisioningState).toBe(
      "Deleting",
    );
    expect(await cloud.account("gone", "late")).toMatchObject({
      status: 409,
      body: { error: { code: "ResourceGroupBeingDeleted" } },
    });
    expect(await cloud.call("PUT", "resourceGroups/gone", { location: "eastus2" })).toMatchObject({
      status: 409,
    });

    const polls = await cloud.pollUntilDone(deletion);
    // The read above was the first of four polls.
    expect(polls.map((poll) => poll.status)).toEqual([202, 202, 200]);
    expect(polls[0]!.headers.get("location")).toBe(deletion.headers.get("location"));
    expect((await cloud.call("GET", "resourceGroups/gone")).status).toBe(404);
    expect((await cloud.call("DELETE", "resourceGroups/gone")).status).toBe(404);
  });

  it("soft-deletes its accounts, and deletes its workspaces: Unity Catalog keeps their managed groups", async () => {
    await cloud.group("full");
    await cloud.account("full", "acc");
    const workspace = "resourceGroups/full/providers/Microsoft.Databricks/workspaces/dbw";
    const managedResourceGroupId = `${cloud.sub}/resourceGroups/full-managed`;
    await cloud.pollUntilDone(
      await cloud.call("PUT", workspace, {
        location: "eastus2",
        properties: { managedResourceGroupId },
      }),
    );
    const { workspaceUrl } = (await cloud.call("GET", workspace)).body.properties;
    expect((await cloud.call("GET", "resourceGroups/full-managed")).body.managedBy).toBe(
      `${cloud.sub}/${workspace}`,
    );
    expect((await cloud.call("GET", "resourceGroups/full/resources")).body.value).toHaveLength(2);

    await cloud.pollUntilDone(await cloud.call("DELETE", "resourceGroups/full"));
    // An ordinary group now, which somebody has to delete.
    const left = await cloud.call("GET", "resourceGroups/full-managed");
    expect(left).toMatchObject({ status: 200 });
    expect(left.body.managedBy).toBeUndefined();
    await cloud.pollUntilDone(await cloud.call("DELETE", "resourceGroups/full-managed"));
    expect((await cloud.call("GET", "resources")).body.value).toEqual([]);
    await expect(fetch(`https://${workspaceUrl}/`)).rejects.toThrow("fetch failed");
    const { value } = (
      await cloud.call("GET", "providers/Microsoft.CognitiveServices/deletedAccounts")
    ).body;
    expect(value).toMatchObject([
      { name: "acc", type: "Microsoft.CognitiveServices/deletedAccounts" },
    ]);
  });
});
