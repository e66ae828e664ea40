import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { azureStore } from "../../../../scripts/cloud/azure/store";
import { seedTable } from "../../../../scripts/cloud/azure/tables";
import { startAzureCloud, NOW, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => {
  cloud = await startAzureCloud();
  await cloud.group("g");
});
afterAll(() => cloud.stop());

const at = (name: string, group = "g"): string =>
  `resourceGroups/${group}/providers/Microsoft.CognitiveServices/accounts/${name}`;
const body = (change: Record<string, unknown> = {}) => ({
  kind: "OpenAI",
  location: "eastus2",
  sku: { name: "S0" },
  ...change,
});
const code = (name: string): object => ({ error: { code: name } });

describe("a Cognitive Services account", () => {
  it("answers 201 Creating with its endpoint, then polls Creating, then Succeeded", async () => {
    const properties = { customSubDomainName: "first", disableLocalAuth: false };
    const put = await cloud.call("PUT", at("first"), body({ properties, tags: { a: "b" } }));
    expect(put.status).toBe(201);
    expect(put.headers.get("etag")).toBe(put.body.etag);
    expect(put.body).toMatchObject({
      id: `${cloud.sub}/${at("first")}`,
      type: "Microsoft.CognitiveServices/accounts",
      kind: "OpenAI",
      sku: { name: "S0" },
      tags: { a: "b" },
      properties: {
        ...properties,
        provisioningState: "Creating",
        endpoint: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+\/$/),
        internalId: expect.stringMatching(/^[0-9a-f]{32}$/),
        dateCreated: "2026-11-23T00:00:00.000Z",
        publicNetworkAccess: "Enabled",
      },
      systemData: { createdBy: cloud.tenant.clientId, createdByType: "Application" },
    });
    expect(put.headers.get("azure-asyncoperation")).toContain(
      "/providers/Microsoft.CognitiveServices/locations/eastus2/operationResults/",
    );
    const polls = await cloud.pollUntilDone(put);
    expect(polls.map((p) => [p.status, String(p.body.status)])).toEqual([
      [200, "Creating"],
      [200, "Creating"],
      [200, "Creating"],
      [200, "Succeeded"],
    ]);
    expect(polls[3]!.body).toMatchObject({
      startTime: "2026-11-23T00:00:00.000Z",
      endTime: "2026-11-23T00:00:05.000Z",
    });
    const { body: ready } = await cloud.call("GET", at("FIRST"));
    expect(ready).toEqual({
      ...put.body,
      properties: { ...put.body.properties, provisioningState: "Succeeded" },
    });
  });

  it("refuses to be changed while it is being created, then may be", async () => {
    const put = await cloud.call("PUT", at("early"), body());
    expect(await cloud.call("PUT", at("early"), body())).toMatchObject({
      status: 409,
      body: code("AccountProvisioningStateInvalid"),
    });
    await cloud.pollUntilDone(put);
    const changed = await cloud.call(
      "PUT",
      at("early"),
      body({ tags: { x: "y" }, properties: { disableLocalAuth: true } }),
    );
    expect(changed).toMatchObject({
      status: 200,
      body: { tags: { x: "y" }, properties: { disableLocalAuth: true } },
    });
    expect(changed.body.etag).not.toBe(put.body.etag);
  });

  it("cannot change its region, its kind and its subdomain", async () => {
    await cloud.account("g", "fixed", { properties: { customSubDomainName: "fixed" } });
    const put = (change: Record<string, unknown>) => cloud.call("PUT", at("fixed"), body(change));
    expect(await put({ location: "westus3" })).toMatchObject({
      status: 409,
      body: code("InvalidResourceLocation"),
    });
    expect(await put({ kind: "AIServices" })).toMatchObject({
      status: 400,
      body: code("InvalidResourceProperties"),
    });
    expect(await put({ properties: { customSubDomainName: "other" } })).toMatchObject({
      status: 400,
    });
    expect((await put({ location: "East US 2" })).body.properties.customSubDomainName).toBe(
      "fixed",
    );
  });

  it("needs a group, a body of the right shape and a region", async () => {
    expect(await cloud.call("PUT", at("oai", "nowhere"), body())).toMatchObject({
      status: 404,
      body: code("ResourceGroupNotFound"),
    });
    const bad = await cloud.call("PUT", at("oai"), { kind: "OpenAI", location: "eastus2" });
    expect(bad).toMatchObject({ status: 400, body: code("InvalidRequestContent") });
    expect(bad.body.error.message).toContain("sku");
    expect(await cloud.call("PUT", at("oai"), body({ location: "atlantis" }))).toMatchObject({
      status: 400,
    });
    expect(await cloud.call("GET", at("missing"))).toMatchObject({
      status: 404,
      body: code("ResourceNotFound"),
    });
    expect((await cloud.call("DELETE", at("missing"))).status).toBe(204);
  });

  it("has a subdomain that is unique in the whole cloud", async () => {
    await cloud.account("g", "owner", { properties: { customSubDomainName: "Taken" } });
    const second = await cloud.call(
      "PUT",
      at("thief"),
      body({ properties: { customSubDomainName: "taken" } }),
    );
    expect(second).toMatchObject({ status: 409, body: code("CustomDomainInUse") });
    expect((await cloud.call("GET", at("thief"))).status).toBe(404);
  });

  it("is listed in its group and in the subscription", async () => {
    await cloud.group("lists");
    await cloud.account("lists", "one");
    const inGroup = await cloud.call(
      "GET",
      "resourceGroups/lists/providers/Microsoft.CognitiveServices/accounts",
    );
    expect(inGroup.body.value).toEqual([expect.objectContaining({ name: "one" })]);
    const all = await cloud.call("GET", "providers/Microsoft.CognitiveServices/accounts");
    expect(all.body.value).toContainEqual(expect.objectContaining({ name: "one" }));
    expect(JSON.stringify(all.body)).not.toContain("key1");
  });
});

describe("the keys of an account", () => {
  it("are listed and regenerated, one at a time", async () => {
    await cloud.account("g", "keys");
    const first = (await cloud.call("POST", `${at("keys")}/listKeys`, {})).body;
    expect(first).toEqual({
      key1: expect.stringMatching(/^\w{32}$/),
      key2: expect.stringMatching(/^\w{32}$/),
    });
    const second = (await cloud.call("POST", `${at("keys")}/regenerateKey`, { keyName: "Key1" }))
      .body;
    expect(second.key2).toBe(first.key2);
    expect(second.key1).not.toBe(first.key1);
    expect((await cloud.call("POST", `${at("keys")}/listKeys`)).body).toEqual(second);
    expect(
      (await cloud.call("POST", `${at("keys")}/regenerateKey`, { keyName: "key3" })).status,
    ).toBe(400);
  });

  it("are refused where local authentication is off", async () => {
    await cloud.account("g", "entra", { properties: { disableLocalAuth: true } });
    expect((await cloud.call("POST", `${at("entra")}/listKeys`, {})).status).toBe(400);
  });
});

describe("limits on accounts", () => {
  it.each([
    ["OpenAI.S0.AccountCount", "swedencentral", "Maximum resources for OpenAI S0 sku."],
    ["AccountCount", "switzerlandnorth", "Maximum Resources per Region"],
  ])(
    "refuse one more than the %s of %s; soft-deleted ones count until they are purged",
    async (row, location, label) => {
      const [group, only, more] = [`cap-${location}`, `only-${location}`, `more-${location}`];
      await cloud.group(group, location);
      seedTable(cloud.world, "quotas", { locations: { [location]: { [row]: 1 } } });
      await cloud.account(group, only, { location });
      const create = () => cloud.call("PUT", at(more, group), body({ location }));
      const refused = await create();
      expect(refused).toMatchObject({ status: 400, body: code("InsufficientQuota") });
      expect(refused.body.error.message).toContain(
        `The current quota usage is 1 and the quota limit is 1 for quota ${label}`,
      );

      await cloud.pollUntilDone(await cloud.call("DELETE", at(only, group)));
      expect(await create()).toMatchObject({ status: 400 });
      const deleted = `providers/Microsoft.CognitiveServices/locations/${location}/resourceGroups/${group}/deletedAccounts/${only}`;
      await cloud.pollUntilDone(await cloud.call("DELETE", deleted));
      expect((await create()).status).toBe(201);
    },
  );

  it("refuse OpenAI to a student's or free offer", async () => {
    const { subscriptions } = azureStore(cloud.world);
    const key = cloud.tenant.subscriptionId;
    const before = subscriptions.get(key)!;
    subscriptions.put(key, { ...before, quotaId: "AzureForStudents_2018-01-01" });
    expect(await cloud.call("PUT", at("free"), body())).toMatchObject({
      status: 400,
      body: code("SpecialFeatureOrQuotaIdRequired"),
    });
    const skus = await cloud.call("GET", "providers/Microsoft.CognitiveServices/skus");
    expect(skus.body.value[0]).toMatchObject({
      kind: "OpenAI",
      restrictions: [{ reasonCode: "QuotaId" }],
    });
    subscriptions.put(key, before);
  });
});

describe("soft deletion", () => {
  const deletedAt = (name: string, location = "eastus2"): string =>
    `providers/Microsoft.CognitiveServices/locations/${location}/resourceGroups/g/deletedAccounts/${name}`;
  const remove = async (name: string): Promise<unknown> =>
    cloud.pollUntilDone(await cloud.call("DELETE", at(name)));

  it("keeps an account for exactly 48 h: its name is in use, its endpoint closed", async () => {
    const { properties } = (
      await cloud.account("g", "soft", { properties: { customSubDomainName: "soft" } })
    ).body;
    await remove("soft");
    expect((await cloud.call("GET", at("soft"))).status).toBe(404);
    await expect(fetch(properties.endpoint as string)).rejects.toThrow("fetch failed");
    const kept = (await cloud.call("GET", deletedAt("soft", "East%20US%202"))).body;
    expect(kept.id).toBe(`${cloud.sub}/${deletedAt("soft")}`);
    const { deletionDate, scheduledPurgeDate } = kept.properties;
    expect(Date.parse(scheduledPurgeDate as string) - Date.parse(deletionDate as string)).toBe(
      48 * 3600 * 1000,
    );

    const again = await cloud.call("PUT", at("soft"), body());
    expect(again).toMatchObject({ status: 409, body: code("FlagMustBeSetForRestore") });
    expect(again.body.error.message).toContain(
      `An existing resource with ID '${cloud.sub}/${at("soft")}'`,
    );
    const elsewhere = await cloud.call(
      "PUT",
      at("other"),
      body({ properties: { customSubDomainName: "soft" } }),
    );
    expect(elsewhere).toMatchObject({ status: 409, body: code("CustomDomainInUse") });

    cloud.world.clock.advance(48 * 3600 * 1000);
    expect((await cloud.call("GET", deletedAt("soft"))).status).toBe(404);
    expect((await cloud.call("PUT", at("soft"), body())).status).toBe(201);
    expect(cloud.world.clock.now()).toBeGreaterThan(NOW);
  });

  it("is undone by `restore`: same keys, same endpoint; a later put with it changes nothing", async () => {
    const { body: before } = await cloud.account("g", "back");
    const keys = (await cloud.call("POST", `${at("back")}/listKeys`)).body;
    await remove("back");
    const restored = await cloud.account("g", "back", { properties: { restore: true } });
    expect(restored.status).toBe(201);
    expect(restored.body.properties.endpoint).toBe(before.properties.endpoint);
    expect(restored.body.properties).not.toHaveProperty("restore");
    expect((await cloud.call("POST", `${at("back")}/listKeys`)).body).toEqual(keys);
    expect(
      (await cloud.call("PUT", at("back"), body({ properties: { restore: true } }))).status,
    ).toBe(200);
    expect((await cloud.call("GET", deletedAt("back"))).status).toBe(404);
  });

  it("has nothing to restore where nothing was deleted", async () => {
    expect(
      await cloud.call("PUT", at("never"), body({ properties: { restore: true } })),
    ).toMatchObject({
      status: 400,
      body: code("CanNotRestoreANonExistingResource"),
    });
  });

  it("is ended by a purge, polled by either header; then the name is free, also after its group has gone", async () => {
    await cloud.account("g", "purged", { properties: { customSubDomainName: "purged" } });
    await remove("purged");
    const purge = await cloud.call("DELETE", deletedAt("purged"));
    expect(purge.status).toBe(202);
    expect(purge.headers.get("location")).toBe(purge.headers.get("azure-asyncoperation"));
    expect((await cloud.pollUntilDone(purge)).at(-1)!.body.status).toBe("Succeeded");
    expect((await cloud.call("DELETE", deletedAt("purged"))).status).toBe(204);
    const again = await cloud.account("g", "purged", {
      properties: { customSubDomainName: "purged" },
    });
    expect(again.status).toBe(201);
  });

  it("is restored and repeated without losing the second 48 h to the first", async () => {
    await cloud.account("g", "twice");
    await remove("twice");
    cloud.world.clock.advance(40 * 3600 * 1000);
    await cloud.account("g", "twice", { properties: { restore: true } });
    await remove("twice");
    cloud.world.clock.advance(10 * 3600 * 1000);
    expect((await cloud.call("GET", deletedAt("twice"))).status).toBe(200);
  });
});
