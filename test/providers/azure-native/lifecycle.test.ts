import { describe, expect, it } from "vitest";
import { azureNative } from "../../../scripts/providers/azure-native/plugin";
import { InitFailed, type Props, type Provider } from "../../../scripts/engine/plugin";
import {
  ARM,
  configuration,
  SUBSCRIPTION,
  target,
  Wire,
  type Answer,
} from "../../support/providers/wire";

const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/g`;
const GROUP_PATH = `/subscriptions/${SUBSCRIPTION}/resourcegroups/g`;
const ACCOUNT = `${GROUP}/providers/Microsoft.CognitiveServices/accounts/a`;
const WORKSPACE = `${GROUP}/providers/Microsoft.Databricks/workspaces/w`;
const OPERATION = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.CognitiveServices/locations/L/operationResults/1`;
const GONE: Answer = {
  status: 404,
  body: { error: { code: "ResourceNotFound", message: "not there" } },
};

const group = target("azure-native:resources:ResourceGroup");
const account = target("azure-native:cognitiveservices:Account");
const workspace = target("azure-native:databricks:Workspace");
const accountInputs: Props = {
  resourceGroupName: "g",
  accountName: "a",
  kind: "OpenAI",
  location: "eastus2",
  sku: { name: "S0" },
  properties: { customSubDomainName: "a" },
};
const accountBody = (state: string): Answer["body"] => ({
  id: ACCOUNT,
  name: "a",
  type: "Microsoft.CognitiveServices/accounts",
  location: "eastus2",
  kind: "OpenAI",
  sku: { name: "S0" },
  etag: '"1"',
  properties: {
    customSubDomainName: "a",
    endpoint: "https://a.openai.azure.com/",
    provisioningState: state,
  },
});

async function on(wire: Wire): Promise<Provider> {
  return azureNative(wire.context).configure(configuration("pulumi:providers:azure-native"));
}

describe("create", () => {
  it("looks, puts and looks again, and takes its id from the answer", async () => {
    const live = {
      id: GROUP,
      name: "g",
      location: "eastus2",
      properties: { provisioningState: "Succeeded" },
    };
    const wire = new Wire({
      [`GET ${GROUP_PATH}`]: [GONE, { body: live }],
      [`PUT ${GROUP_PATH}`]: { status: 201, body: live },
    });
    const provider = await on(wire);
    const inputs = { resourceGroupName: "g", location: "eastus2", tags: { course: "rai" } };
    const created = await provider.create({ ...group, inputs, preview: false });
    expect(wire.calls).toEqual([
      `GET ${GROUP_PATH}?api-version=2024-03-01`,
      `PUT ${GROUP_PATH}?api-version=2024-03-01`,
      `GET ${GROUP_PATH}?api-version=2024-03-01`,
    ]);
    expect(wire.bodies("PUT")).toEqual([{ location: "eastus2", tags: { course: "rai" } }]);
    expect(created).toEqual({
      id: GROUP,
      outputs: {
        name: "g",
        location: "eastus2",
        properties: { provisioningState: "Succeeded" },
        azureApiVersion: "2024-03-01",
      },
    });
    expect(wire.requests[1]?.headers).toMatchObject({
      accept: "application/json",
      "content-type": "application/json; charset=utf-8",
    });
  });

  it("follows an operation's own URL, then looks at the resource twice", async () => {
    const ready: Answer = { body: accountBody("Succeeded") };
    const poll = (status: string): Answer => ({
      body: { status },
      headers: { "retry-after-ms": "20" },
    });
    const wire = new Wire({
      [`GET ${ACCOUNT}`]: [GONE, ready, ready],
      [`PUT ${ACCOUNT}`]: {
        status: 201,
        body: accountBody("Creating"),
        headers: { "Azure-AsyncOperation": `${ARM}${OPERATION}?api-version=2017-04-18&t=1&c=2` },
      },
      [`GET ${OPERATION}`]: [poll("Creating"), poll("Creating"), { body: { status: "Succeeded" } }],
    });
    const created = await (
      await on(wire)
    ).create({ ...account, inputs: accountInputs, preview: false });
    const operation = `GET ${OPERATION}?api-version=2017-04-18&t=1&c=2`;
    expect(wire.calls.map((call) => call.replace(ACCOUNT, "A"))).toEqual([
      "GET A?api-version=2025-06-01",
      "PUT A?api-version=2025-06-01",
      operation,
      operation,
      operation,
      "GET A?api-version=2025-06-01",
      "GET A?api-version=2025-06-01",
    ]);
    // The first look is at once; the next two when the service asked for them.
    expect(wire.waits).toEqual(["exactly 20", "exactly 20"]);
    expect(wire.bodies("PUT")).toEqual([
      {
        kind: "OpenAI",
        location: "eastus2",
        sku: { name: "S0" },
        properties: { customSubDomainName: "a" },
      },
    ]);
    expect(created.outputs).toMatchObject({
      name: "a",
      etag: '"1"',
      azureApiVersion: "2025-06-01",
      properties: { endpoint: "https://a.openai.azure.com/", provisioningState: "Succeeded" },
    });
  });

  it("puts lifted inputs under properties and lifts the answer's back", async () => {
    const properties = {
      computeMode: "Hybrid",
      workspaceUrl: "127.0.0.1:5000",
      workspaceId: "12",
      provisioningState: "Succeeded",
    };
    const live = {
      id: WORKSPACE,
      name: "w",
      location: "eastus2",
      sku: { name: "premium" },
      properties,
    };
    const wire = new Wire({
      [`GET ${WORKSPACE}`]: [GONE, { body: live }],
      [`PUT ${WORKSPACE}`]: { status: 201, body: live },
    });
    const inputs: Props = {
      resourceGroupName: "g",
      workspaceName: "w",
      location: "eastus2",
      computeMode: "Hybrid",
      managedResourceGroupId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/m`,
      parameters: { enableNoPublicIp: { value: true } },
      sku: { name: "premium" },
    };
    const created = await (await on(wire)).create({ ...workspace, inputs, preview: false });
    expect(wire.bodies("PUT")).toEqual([
      {
        location: "eastus2",
        sku: { name: "premium" },
        properties: {
          computeMode: "Hybrid",
          managedResourceGroupId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/m`,
          parameters: { enableNoPublicIp: { value: true } },
        },
      },
    ]);
    expect(created.outputs).toMatchObject({
      workspaceUrl: "127.0.0.1:5000",
      workspaceId: "12",
      computeMode: "Hybrid",
    });
    expect(created.outputs).not.toHaveProperty("properties");
  });

  it("polls the resource when an unfinished PUT names no URL", async () => {
    const wire = new Wire({
      [`GET ${ACCOUNT}`]: [
        GONE,
        { body: accountBody("Creating") },
        { body: accountBody("Succeeded") },
      ],
      [`PUT ${ACCOUNT}`]: { status: 201, body: accountBody("Accepted") },
    });
    await (await on(wire)).create({ ...account, inputs: accountInputs, preview: false });
    expect(wire.calls.map((call) => call.split(" ")[0])).toEqual([
      "GET",
      "PUT",
      "GET",
      "GET",
      "GET",
    ]);
    expect(wire.waits).toEqual(["poll 10000"]);
  });

  it("records a resource whose operation failed, with the service's words", async () => {
    const failed = {
      status: "Failed",
      error: { code: "ApplianceProvisioningFailed", message: "no room" },
    };
    const wire = new Wire({
      [`GET ${WORKSPACE}`]: [
        GONE,
        { body: { id: WORKSPACE, name: "w", properties: { provisioningState: "Failed" } } },
      ],
      [`PUT ${WORKSPACE}`]: {
        status: 201,
        body: {},
        headers: { "Azure-AsyncOperation": `${ARM}/op` },
      },
      "GET /op": { body: failed },
    });
    const inputs = {
      resourceGroupName: "g",
      workspaceName: "w",
      location: "eastus2",
      sku: { name: "premium" },
    };
    const error = await (
      await on(wire)
    )
      .create({ ...workspace, inputs, preview: false })
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(InitFailed);
    expect(error).toMatchObject({
      id: WORKSPACE,
      outputs: { name: "w", provisioningState: "Failed" },
      reasons: ['Status=200 Code="ApplianceProvisioningFailed" Message="no room"'],
    });
  });

  it("gives up an operation that never ends, keeping what there is", async () => {
    const wire = new Wire({
      [`GET ${ACCOUNT}`]: [GONE, { body: accountBody("Creating") }],
      [`PUT ${ACCOUNT}`]: { status: 201, body: accountBody("Creating") },
    });
    const provider = await on(wire);
    const error = await provider
      .create({ ...account, inputs: accountInputs, preview: false })
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(InitFailed);
    expect(error).toMatchObject({ id: ACCOUNT, reasons: ["operation timed out"] });
  });

  it.each([
    [
      "an existing resource",
      { body: accountBody("Succeeded") },
      `cannot create already existing resource '${ACCOUNT}'`,
    ],
    [
      "a look that is refused",
      { status: 403, body: { error: { code: "AuthorizationFailed", message: "no" } } },
      `cannot check existence of resource '${ACCOUNT}': status code 403, Status=403 Code="AuthorizationFailed" Message="no"`,
    ],
  ])("stops before the PUT at %s", async (_, answer, message) => {
    const wire = new Wire({ [`GET ${ACCOUNT}`]: answer });
    const provider = await on(wire);
    await expect(
      provider.create({ ...account, inputs: accountInputs, preview: false }),
    ).rejects.toThrow(message);
    expect(wire.calls).toHaveLength(1);
  });

  it.each([
    [
      400,
      { error: { code: "InsufficientQuota", message: "too much" } },
      'Status=400 Code="InsufficientQuota" Message="too much"',
    ],
    // The real client takes 200, 201 and 202 from a PUT, nothing else.
    [204, undefined, 'Status=204 Code="" Message=""'],
  ])("words a PUT that is answered %d as azure-native does", async (status, body, message) => {
    const wire = new Wire({ [`GET ${ACCOUNT}`]: GONE, [`PUT ${ACCOUNT}`]: { status, body } });
    const provider = await on(wire);
    await expect(
      provider.create({ ...account, inputs: accountInputs, preview: false }),
    ).rejects.toThrow(message);
  });

  it("calls nobody in a preview and leaves unknown what ARM will say", async () => {
    const wire = new Wire({});
    const { outputs, id } = await (
      await on(wire)
    ).create({ ...account, inputs: accountInputs, preview: true });
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    expect(wire.calls).toEqual([]);
    expect(id).toBe("");
    expect(outputs).toMatchObject({
      kind: "OpenAI",
      name: unknown,
      sku: { name: "S0", tier: unknown },
      properties: { customSubDomainName: "a", endpoint: unknown },
    });
  });
});

describe("update", () => {
  it("puts the whole resource again and looks at it", async () => {
    const wire = new Wire({
      [`PUT ${ACCOUNT}`]: { body: accountBody("Succeeded") },
      [`GET ${ACCOUNT}`]: { body: accountBody("Succeeded") },
    });
    const news = { ...accountInputs, tags: { seat: "s01" } };
    const provider = await on(wire);
    const request = { ...account, id: ACCOUNT, olds: {}, oldInputs: accountInputs, news };
    await provider.update?.({ ...request, preview: false });
    expect(wire.calls.map((call) => call.split(" ")[0])).toEqual(["PUT", "GET"]);
    expect(wire.bodies("PUT")).toEqual([
      {
        kind: "OpenAI",
        location: "eastus2",
        tags: { seat: "s01" },
        sku: { name: "S0" },
        properties: { customSubDomainName: "a" },
      },
    ]);
    const preview = await provider.update?.({ ...request, olds: { name: "a" }, preview: true });
    expect(preview?.outputs).toMatchObject({
      name: "a",
      location: "eastus2",
      tags: { seat: "s01" },
    });
    expect(wire.calls).toHaveLength(2);
  });
});

describe("read", () => {
  const read = async (wire: Wire, inputs: Props, outputs: Props) =>
    (await on(wire)).read?.({ ...account, id: ACCOUNT, inputs, outputs });

  it("says gone at 404 and raises anything else", async () => {
    expect(await read(new Wire({ [`GET ${ACCOUNT}`]: GONE }), accountInputs, {})).toBeUndefined();
    const refused = new Wire({
      [`GET ${ACCOUNT}`]: { status: 403, body: { error: { code: "No", message: "n" } } },
    });
    await expect(read(refused, accountInputs, {})).rejects.toThrow('Status=403 Code="No"');
  });

  it("changes inputs only where the live resource changed, never for server-side defaults", async () => {
    const wire = new Wire({ [`GET ${ACCOUNT}`]: { body: accountBody("Succeeded") } });
    const before = (await read(wire, accountInputs, {}))?.outputs ?? {};
    expect((await read(wire, accountInputs, before))?.inputs).toEqual(accountInputs);
    const drifted = accountBody("Succeeded") as Props;
    const changed = {
      ...drifted,
      tags: { by: "hand" },
      properties: {
        customSubDomainName: "a",
        publicNetworkAccess: "Disabled",
        endpoint: "https://other/",
      },
    };
    const live = await read(
      new Wire({ [`GET ${ACCOUNT}`]: { body: changed } }),
      accountInputs,
      before,
    );
    expect(live?.inputs).toEqual({
      ...accountInputs,
      tags: { by: "hand" },
      properties: { customSubDomainName: "a", publicNetworkAccess: "Disabled" },
    });
  });

  it("finds the inputs of an import in the id and the answer", async () => {
    const wire = new Wire({ [`GET ${ACCOUNT}`]: { body: accountBody("Succeeded") } });
    expect((await read(wire, {}, {}))?.inputs).toEqual(accountInputs);
  });
});

describe("delete", () => {
  const remove = async (wire: Wire) =>
    (await on(wire)).delete?.({ ...group, id: GROUP, inputs: {}, outputs: {} });

  it("follows Location, at the pace the service asks for", async () => {
    const headers = { Location: `${ARM}/wait?token=1`, "Retry-After": "15" };
    const wire = new Wire({
      [`DELETE ${GROUP}`]: { status: 202, headers },
      "GET /wait": [
        { status: 202, headers },
        { status: 202, headers: { "Retry-After": "0" } },
        { status: 200 },
      ],
    });
    await remove(wire);
    expect(wire.calls).toEqual([
      `DELETE ${GROUP}?api-version=2024-03-01`,
      "GET /wait?token=1",
      "GET /wait?token=1",
      "GET /wait?token=1",
    ]);
    // Retry-After: 0 counts as unsaid.
    expect(wire.waits).toEqual(["poll 15000", "poll 15000", "poll 30000"]);
  });

  it("takes what is not there for deleted, and refuses a 202 that leads nowhere", async () => {
    await remove(new Wire({ [`DELETE ${GROUP}`]: GONE }));
    await expect(remove(new Wire({ [`DELETE ${GROUP}`]: { status: 202 } }))).rejects.toThrow(
      "missing polling URL",
    );
  });
});
