import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedTable, table } from "../../../../scripts/cloud/azure/tables";
import { startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => {
  cloud = await startAzureCloud();
  await cloud.group("g");
  await cloud.account("g", "oai");
});
afterAll(() => cloud.stop());

const accountAt = (name = "oai"): string =>
  `resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/${name}`;
const at = (name: string, account = "oai"): string => `${accountAt(account)}/deployments/${name}`;
const body = (capacity = 5, model: Record<string, string> = {}, sku = "Standard") => ({
  sku: { name: sku, capacity },
  properties: { model: { format: "OpenAI", name: "gpt-4o", version: "2024-11-20", ...model } },
});
const refused = (status: number, code: string, text?: string): object => ({
  status,
  body: { error: { code, ...(text !== undefined && { message: expect.stringContaining(text) }) } },
});
const usage = async (name: string): Promise<number | undefined> => {
  const { value } = (
    await cloud.call("GET", "providers/Microsoft.CognitiveServices/locations/eastus2/usages")
  ).body as {
    value: { name: { value: string }; currentValue: number }[];
  };
  return value.find((row) => row.name.value === name)?.currentValue;
};

describe("a deployment", () => {
  it("exists at once, with the limits of its capacity, and uses quota", async () => {
    const put = await cloud.call("PUT", at("gpt-35-turbo"), body());
    expect(put.headers.get("azure-asyncoperation")).toBeNull();
    expect(put).toMatchObject({
      status: 201,
      body: {
        id: `${cloud.sub}/${at("gpt-35-turbo")}`,
        type: "Microsoft.CognitiveServices/accounts/deployments",
        sku: { name: "Standard", capacity: 5 },
        properties: {
          provisioningState: "Succeeded",
          model: { format: "OpenAI", name: "gpt-4o", version: "2024-11-20" },
          versionUpgradeOption: "OnceNewDefaultVersionAvailable",
          currentCapacity: 5,
          rateLimits: [
            { key: "request", renewalPeriod: 10, count: 5 },
            { key: "token", renewalPeriod: 60, count: 5000 },
          ],
        },
      },
    });
    expect(await usage("OpenAI.Standard.gpt-4o")).toBe(5);
    expect((await cloud.call("GET", at("GPT-35-Turbo"))).body).toEqual(put.body);
    expect((await cloud.call("GET", `${accountAt()}/deployments`)).body).toEqual({
      value: [put.body],
    });
    expect(await cloud.call("DELETE", at("gpt-35-turbo"))).toMatchObject({
      status: 200,
      body: undefined,
    });
    expect(await cloud.call("GET", at("gpt-35-turbo"))).toMatchObject(
      refused(404, "ResourceNotFound"),
    );
    expect((await cloud.call("DELETE", at("gpt-35-turbo"))).status).toBe(204);
    expect(await usage("OpenAI.Standard.gpt-4o")).toBe(0);
  });

  it("gets the default version when the request has none", async () => {
    const put = await cloud.call("PUT", at("default"), {
      sku: { name: "Standard", capacity: 1 },
      properties: {
        model: { format: "OpenAI", name: "gpt-4o" },
        versionUpgradeOption: "NoAutoUpgrade",
      },
    });
    expect(put.body.properties).toMatchObject({
      model: { version: "2024-11-20" },
      versionUpgradeOption: "NoAutoUpgrade",
    });
    await cloud.call("DELETE", at("default"));
  });

  it.each([
    [
      "a retired model",
      body(1, { name: "gpt-35-turbo", version: "0125" }),
      400,
      "ServiceModelDeprecated",
      "has been deprecated since 11/11/2025 00:00:00.",
    ],
    [
      "a model whose day has passed",
      body(1, { name: "gpt-4.1-nano", version: "2025-04-14" }, "GlobalStandard"),
      400,
      "ServiceModelDeprecated",
      "10/14/2026",
    ],
    [
      "a model closed to newcomers",
      body(1, { version: "2024-08-06" }),
      400,
      "ServiceModelDeprecating",
      "is in deprecating state",
    ],
    [
      "an unknown version",
      body(1, { version: "1999-01-01" }),
      400,
      "DeploymentModelNotSupported",
      "Version: 1999-01-01",
    ],
    [
      "a SKU the model never has",
      body(1, { name: "gpt-5", version: "2025-08-07" }),
      400,
      "InvalidResourceProperties",
      "is not supported by the model 'gpt-5'",
    ],
    [
      "more than the quota",
      body(151),
      400,
      "InsufficientQuota",
      "require 151 new capacity in quota Tokens Per Minute (thousands) - gpt-4o, which is bigger than the current available capacity 150.",
    ],
    ["capacity 0", body(0), 400, "InvalidRequestContent", "capacity"],
  ])("is refused for %s", async (_what, wish, status, code, text) => {
    expect(await cloud.call("PUT", at("refused"), wish)).toMatchObject(refused(status, code, text));
    expect((await cloud.call("GET", at("refused"))).status).toBe(404);
  });

  it("is refused for a SKU that its region does not have", async () => {
    await cloud.account("g", "west", { location: "switzerlandwest" });
    expect(await cloud.call("PUT", at("dep", "west"), body())).toMatchObject(
      refused(
        400,
        "InvalidResourceProperties",
        "is not supported in this region 'switzerlandwest'",
      ),
    );
  });

  it("of a deprecating model is allowed to a subscription that had it before", async () => {
    cloud.world.store
      .collection<true>("cognitiveservices/everDeployed")
      .put(`${cloud.tenant.subscriptionId}/gpt-4o/2024-08-06`, true);
    expect(
      (await cloud.call("PUT", at("veteran"), body(1, { version: "2024-08-06" }))).status,
    ).toBe(201);
    await cloud.call("DELETE", at("veteran"));
  });

  it("needs quota for its growth only", async () => {
    await cloud.call("PUT", at("grows"), body(100));
    expect((await cloud.call("PUT", at("grows"), body(150))).status).toBe(200);
    expect(await cloud.call("PUT", at("grows"), body(151))).toMatchObject(
      refused(400, "InsufficientQuota", "require 1 new"),
    );
    await cloud.call("DELETE", at("grows"));
  });

  it("holds its quota while its account is only soft-deleted", async () => {
    await cloud.account("g", "holder");
    await cloud.call("PUT", at("dep", "holder"), body(7));
    await cloud.pollUntilDone(await cloud.call("DELETE", accountAt("holder")));
    expect(await usage("OpenAI.Standard.gpt-4o")).toBe(7);
    const deleted =
      "providers/Microsoft.CognitiveServices/locations/eastus2/resourceGroups/g/deletedAccounts/holder";
    await cloud.pollUntilDone(await cloud.call("DELETE", deleted));
    expect(await usage("OpenAI.Standard.gpt-4o")).toBe(0);
  });

  it("needs an account that exists and is ready", async () => {
    expect(await cloud.call("PUT", at("dep", "nobody"), body())).toMatchObject(
      refused(404, "ParentResourceNotFound"),
    );
    const put = await cloud.call("PUT", accountAt("raw"), {
      kind: "OpenAI",
      location: "eastus2",
      sku: { name: "S0" },
    });
    expect(await cloud.call("PUT", at("dep", "raw"), body())).toMatchObject(
      refused(409, "AccountProvisioningStateInvalid"),
    );
    await cloud.pollUntilDone(put);
    expect((await cloud.call("PUT", at("dep", "raw"), body(1))).status).toBe(201);
  });

  it("is refused above the limit per account", async () => {
    await cloud.account("g", "many");
    const quotas = table(cloud.world, "quotas");
    seedTable(cloud.world, "quotas", { deploymentsPerAccount: 1 });
    await cloud.call("PUT", at("one", "many"), body(1));
    expect(await cloud.call("PUT", at("two", "many"), body(1))).toMatchObject({ status: 400 });
    expect((await cloud.call("PUT", at("one", "many"), body(2))).status).toBe(200);
    seedTable(cloud.world, "quotas", quotas);
  });
});

describe("changes of one account's deployments", () => {
  it("exclude each other: of two at once exactly one is refused with RequestConflict, and can be repeated", async () => {
    await cloud.account("g", "pair");
    const both = await Promise.all(
      ["one", "two"].map((name) => cloud.call("PUT", at(name, "pair"), body(1))),
    );
    expect(both.map((answer) => answer.status).sort()).toEqual([201, 409]);
    const loser = both.findIndex((answer) => answer.status === 409);
    expect(both[loser]).toMatchObject(
      refused(409, "RequestConflict", `on the parent resource '${cloud.sub}/${accountAt("pair")}'`),
    );
    expect((await cloud.call("PUT", at(["one", "two"][loser]!, "pair"), body(1))).status).toBe(201);
  });

  it("of two accounts do not disturb each other", async () => {
    await cloud.account("g", "left");
    await cloud.account("g", "right");
    const both = await Promise.all(
      ["left", "right"].map((account) => cloud.call("PUT", at("dep", account), body(1))),
    );
    expect(both.map((answer) => answer.status)).toEqual([201, 201]);
  });

  it("are long-running where the cloud is set so: Creating, conflict meanwhile, then Succeeded", async () => {
    seedTable(cloud.world, "settings", { deploymentWrite: "async" });
    await cloud.account("g", "slow");
    const put = await cloud.call("PUT", at("one", "slow"), body(1));
    expect(put).toMatchObject({
      status: 201,
      body: { properties: { provisioningState: "Creating" } },
    });
    expect(await cloud.call("PUT", at("two", "slow"), body(1))).toMatchObject(
      refused(409, "RequestConflict"),
    );
    expect(await cloud.call("DELETE", at("one", "slow"))).toMatchObject(
      refused(409, "RequestConflict"),
    );
    expect((await cloud.pollUntilDone(put)).at(-1)!.body.status).toBe("Succeeded");
    expect((await cloud.call("GET", at("one", "slow"))).body.properties.provisioningState).toBe(
      "Succeeded",
    );
    seedTable(cloud.world, "settings", { deploymentWrite: "sync" });
  });

  it("that failed are deleted before they are made again", async () => {
    seedTable(cloud.world, "settings", { deploymentWrite: "async" });
    await cloud.account("g", "unlucky");
    const operation = "cognitiveservices/accounts/deployments/write/end";
    const answer = { status: 500, code: "InternalServerError", message: "no luck" };
    cloud.world.faults.set([{ operation, nth: 1, answer }]);
    const put = await cloud.call("PUT", at("one", "unlucky"), body(1));
    cloud.world.faults.set([]);
    expect((await cloud.pollUntilDone(put)).at(-1)!.body.status).toBe("Failed");
    const again = await cloud.call("PUT", at("one", "unlucky"), body(1));
    expect(again).toMatchObject(refused(400, "BadRequest"));
    expect(await cloud.call("DELETE", at("one", "unlucky"))).toMatchObject({ status: 200 });
    expect(await cloud.call("PUT", at("one", "unlucky"), body(1))).toMatchObject({ status: 201 });
    seedTable(cloud.world, "settings", { deploymentWrite: "sync" });
  });
});
