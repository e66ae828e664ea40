import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAzureCloud, type Answer, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => {
  cloud = await startAzureCloud();
  await cloud.group("lab");
});
afterAll(() => cloud.stop());

const path = (name: string, group = "lab"): string =>
  `resourcegroups/${group}/providers/Microsoft.Resources/deployments/${name}`;
const template = (change: Record<string, unknown> = {}) => ({
  $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  contentVersion: "1.0.0.0",
  resources: [],
  ...change,
});
const body = (change: Record<string, unknown>, parameters = {}) => ({
  properties: { mode: "Incremental", template: template(change), parameters },
});
const put = (name: string, change: Record<string, unknown>, parameters = {}): Promise<Answer> =>
  cloud.call("PUT", path(name), body(change, parameters));
/** Deploys until the end: the state, and the deployment as read then. */
async function deploy(name: string, change: Record<string, unknown>, parameters = {}) {
  const begun = await put(name, change, parameters);
  expect([begun.status, begun.body]).toEqual([201, expect.anything()]);
  const polls = await cloud.pollUntilDone(begun);
  const { body: deployment } = await cloud.call("GET", path(name));
  return { begun, polls, deployment };
}

const namesOf = ({ body: list }: Answer): string[] =>
  (list.value as { name: string }[]).map(({ name }) => name);

const account = (name: string, change = {}) => ({
  type: "Microsoft.CognitiveServices/accounts",
  apiVersion: "2024-10-01",
  name,
  location: "[resourceGroup().location]",
  kind: "OpenAI",
  sku: { name: "S0" },
  properties: {},
  ...change,
});

/** The lab as its users write it: an account, a model, a workspace, and what they are called. */
const LAB = {
  parameters: {
    prefix: { type: "string", defaultValue: "oai", minLength: 2, maxLength: 8 },
    capacity: { type: "int", allowedValues: [1, 2], defaultValue: 1 },
    secret: { type: "secureString" },
  },
  variables: {
    account: "[format('{0}-{1}', parameters('prefix'), uniqueString(resourceGroup().id))]",
  },
  resources: [
    account("[variables('account')]", {
      properties: { customSubDomainName: "[variables('account')]" },
      tags: { made: "[concat('by ', deployment().name)]" },
    }),
    {
      type: "Microsoft.CognitiveServices/accounts/deployments",
      apiVersion: "2024-10-01",
      name: "[format('{0}/{1}', variables('account'), 'gpt')]",
      sku: { name: "Standard", capacity: "[parameters('capacity')]" },
      properties: { model: { format: "OpenAI", name: "gpt-4o", version: "2024-11-20" } },
      dependsOn: ["[resourceId('Microsoft.CognitiveServices/accounts', variables('account'))]"],
    },
    {
      type: "Microsoft.Databricks/workspaces",
      apiVersion: "2024-05-01",
      name: "dbw",
      location: "[resourceGroup().location]",
      sku: { name: "premium" },
      properties: {
        managedResourceGroupId:
          "[subscriptionResourceId('Microsoft.Resources/resourceGroups', 'lab-managed')]",
      },
    },
  ],
  outputs: {
    endpoint: { type: "string", value: "[reference(variables('account')).endpoint]" },
    key: {
      type: "string",
      value:
        "[listKeys(resourceId('Microsoft.CognitiveServices/accounts', variables('account')), '2024-10-01').key1]",
    },
    url: { type: "string", value: "[reference('dbw').workspaceUrl]" },
    secret: { type: "secureString", value: "[parameters('secret')]" },
    never: { type: "string", condition: false, value: "[reference('nothing').x]" },
  },
};

describe("deployments of templates", () => {
  it("deploy a lab: what waits for nothing first, then the rest, then the outputs", async () => {
    const { begun, polls, deployment } = await deploy("lab", LAB, { secret: { value: "hush" } });
    expect(begun.headers.get("azure-asyncoperation")).toMatch(
      /deployments\/lab\/operationStatuses\/0858\d+\?api-version=/,
    );
    expect(begun.body.properties).toMatchObject({
      provisioningState: "Accepted",
      parameters: { prefix: { type: "String", value: "oai" }, secret: { type: "SecureString" } },
      mode: "Incremental",
    });
    expect(begun.body.properties.parameters.secret).not.toHaveProperty("value");
    expect(polls.map((poll): unknown => poll.body.status)).toEqual(
      expect.arrayContaining(["Running", "Succeeded"]),
    );
    expect(deployment.properties.error).toBeUndefined();
    const { outputs, outputResources, dependencies, providers } = deployment.properties;
    const name = String(outputResources[0].id).split("/").at(-1);
    expect(name).toMatch(/^oai-[a-z2-7]{13}$/);
    expect(outputs.endpoint.value).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/$/);
    expect(outputs.key.value).toMatch(/^\w{32}$/);
    expect(outputs.url.value).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(outputs.secret).toEqual({ type: "SecureString" });
    expect(outputs).not.toHaveProperty("never");
    expect(JSON.stringify(deployment)).not.toContain("hush");
    expect(dependencies).toMatchObject([
      { resourceName: `${name}/gpt`, dependsOn: [{ resourceName: name }] },
    ]);
    expect(providers).toContainEqual({
      namespace: "Microsoft.CognitiveServices",
      resourceTypes: [
        { resourceType: "accounts", locations: ["eastus2"] },
        { resourceType: "accounts/deployments", locations: [null] },
      ],
    });
    const made = await cloud.call(
      "GET",
      `resourceGroups/lab/providers/Microsoft.CognitiveServices/accounts/${name}`,
    );
    expect(made.body.tags).toEqual({ made: "by lab" });
    for (const at of ["resourcegroups/lab/deployments/lab", path("lab")]) {
      const { body: operations } = await cloud.call("GET", `${at}/operations`);
      expect(
        (operations.value as { properties: object }[]).map((one) => one.properties),
      ).toContainEqual(
        expect.objectContaining({ provisioningState: "Succeeded", statusCode: "Created" }),
      );
    }
    // Once more: nothing changes, and it is no creation.
    expect((await put("lab", LAB, { secret: { value: "hush" } })).status).toBe(200);
  });

  it("are validated, listed by state, exported and deleted", async () => {
    const change = { resources: [account("validated")] };
    const answer = await cloud.call("POST", `${path("checked")}/validate`, body(change));
    expect([answer.status, answer.body.properties]).toMatchObject([
      200,
      {
        provisioningState: "Succeeded",
        validatedResources: [{ id: expect.stringContaining("validated") }],
      },
    ]);
    expect((await cloud.call("GET", path("checked"))).body.error.code).toBe("DeploymentNotFound");
    await deploy("kept", change);
    const list = path("").slice(0, -1);
    const listed = async (query: string): Promise<string[]> =>
      namesOf(await cloud.call("GET", `${list}?api-version=2024-11-01${query}`));
    expect(await listed("")).toContain("kept");
    expect(await listed("&$filter=provisioningState eq 'Failed'")).not.toContain("kept");
    const exported = await cloud.call("POST", `${path("kept")}/exportTemplate`);
    expect(exported.body.template.resources[0].name).toBe("validated");
    const deleting = await cloud.call("DELETE", path("kept"));
    expect(deleting.status).toBe(202);
    await cloud.pollUntilDone(deleting);
    expect(await listed("")).not.toContain("kept");
  });

  it("take the text that az sends", async () => {
    const text = `{"properties": {"mode": "Incremental", template:{
      "$schema": "x", "contentVersion": "1.0.0.0", "resources": [] // none
    }}}`;
    const response = await fetch(`${cloud.arm}${cloud.sub}/${path("raw")}?api-version=2025-04-01`, {
      method: "PUT",
      headers: {
        authorization: `Bearer ${await cloud.tokenOfUser("raw@x.example", "Contributor")}`,
        "content-type": "application/json",
      },
      body: text,
    });
    expect([response.status, await response.json()]).toMatchObject([201, { name: "raw" }]);
  });

  it("fail with what a resource failed with; the others stay, and those behind it are not begun", async () => {
    const { polls, deployment } = await deploy("half", {
      resources: [
        account("good"),
        account("bad", { sku: { name: "Z9" } }),
        { ...account("behind"), dependsOn: ["bad"] },
      ],
    });
    expect(polls.at(-1)?.body).toMatchObject({
      status: "Failed",
      error: { code: "DeploymentFailed", details: [{ code: "InvalidSku" }] },
    });
    expect(deployment.properties).toMatchObject({ provisioningState: "Failed" });
    const names = namesOf(
      await cloud.call("GET", "resourceGroups/lab/providers/Microsoft.CognitiveServices/accounts"),
    );
    expect(names).toContain("good");
    expect(names).not.toContain("behind");
  });

  it("fail when a long-running operation fails, and try again what Azure tries again", async () => {
    const failed = { status: 500, code: "InternalServerError", message: "no" };
    await cloud.callControl("POST", "/faults", {
      plan: [
        { operation: "cognitiveservices/accounts/write", nth: 1, answer: failed },
        { operation: "cognitiveservices/accounts/write", nth: 2, answer: "drop" },
        {
          operation: "cognitiveservices/accounts/create/end",
          nth: 1,
          answer: { ...failed, code: "Capacity" },
        },
      ],
    });
    const { deployment } = await deploy("lost", { resources: [account("lost")] });
    await cloud.callControl("POST", "/faults", { plan: [] });
    expect(deployment.properties.error.details).toMatchObject([
      { code: "ResourceDeploymentFailure", details: [{ code: "Capacity" }] },
    ]);
  });

  it("cannot be replaced while they run", async () => {
    const first = await put("busy", { resources: [account("busy")] });
    expect(first.status).toBe(201);
    expect((await put("busy", {})).body.error.code).toBe("DeploymentActive");
    await cloud.pollUntilDone(first);
  });

  it("go with their group", async () => {
    await cloud.group("brief");
    await cloud.call("PUT", path("gone", "brief"), body({}));
    await cloud.pollUntilDone(await cloud.call("DELETE", "resourceGroups/brief"));
    await cloud.group("brief");
    expect((await cloud.call("GET", path("gone", "brief"))).status).toBe(404);
  });
});

describe("what Azure refuses in a template", () => {
  const child = {
    type: "Microsoft.CognitiveServices/accounts/deployments",
    apiVersion: "2024-10-01",
  };
  it.each<[string, Record<string, unknown>, object, RegExp]>([
    [
      "a parameter that it has not",
      {},
      { x: { value: 1 } },
      /'x' in the parameters file are not valid/,
    ],
    [
      "no value",
      { parameters: { x: { type: "string" } } },
      {},
      /value for the template parameter 'x' is not provided/,
    ],
    [
      "another type",
      { parameters: { x: { type: "int" } } },
      { x: { value: "1" } },
      /Expected a value of type 'Int', but received a value of type 'String'/,
    ],
    [
      "a value that is not allowed",
      { parameters: { x: { type: "string", allowedValues: ["a", "b"] } } },
      { x: { value: "c" } },
      /allowed value\(s\): 'a,b'/,
    ],
    [
      "too short a value",
      { parameters: { x: { type: "string", minLength: 3 } } },
      { x: { value: "c" } },
      /greater than or equal to '3'/,
    ],
    [
      "a type that no parameter has",
      { parameters: { x: { type: "text" } } },
      { x: { value: "c" } },
      /type 'text' is not valid/,
    ],
    [
      "an expression that cannot be parsed",
      { resources: [account("[concat('a']")] },
      {},
      /Unable to parse language expression/,
    ],
    [
      "an unknown variable",
      { resources: [account("[variables('x')]")] },
      {},
      /template variable 'x' is not found/,
    ],
    [
      "a variable in a circle",
      { variables: { x: "[variables('x')]" }, resources: [account("[variables('x')]")] },
      {},
      /'x' refers to itself/,
    ],
    [
      "reference in a name",
      { resources: [account("[reference('x').y]")] },
      {},
      /'reference' is not expected at this location/,
    ],
    [
      "newGuid outside of parameters",
      { resources: [account("[newGuid()]")] },
      {},
      /'newGuid' is not expected/,
    ],
    ["too few segments", { resources: [{ ...child, name: "x" }] }, {}, /incorrect segment lengths/],
    ["a resource twice", { resources: [account("x"), account("X")] }, {}, /defined multiple times/],
    [
      "a dependency that it has not",
      { resources: [{ ...account("x"), dependsOn: ["y"] }] },
      {},
      /resource 'y' is not defined in the template/,
    ],
    [
      "a circle",
      {
        resources: [
          { ...account("x"), dependsOn: ["y"] },
          { ...account("y"), dependsOn: ["x"] },
        ],
      },
      {},
      /Circular dependency detected on resource/,
    ],
  ])("%s", async (_name, change, parameters, message) => {
    for (const [method, at] of [
      ["PUT", path("refused")],
      ["POST", `${path("refused")}/validate`],
    ] as const) {
      const { status, body: answer } = await cloud.call(method, at, body(change, parameters));
      expect([status, answer.error.code]).toEqual([400, "InvalidTemplate"]);
      expect(answer.error.message).toMatch(message);
    }
  });

  it("what the caller may not write, what a policy forbids, a region that is not offered", async () => {
    const token = await cloud.tokenOfUser("student2@x.example", "Reader");
    const { body: denied } = await cloud.call("PUT", path("denied"), body({}), token);
    expect(denied.error.code).toBe("AuthorizationFailed");
    const { body: answer } = await cloud.call(
      "PUT",
      path("elsewhere"),
      body({ resources: [account("far", { location: "mars" })] }),
    );
    expect(answer.error).toMatchObject({
      code: "InvalidTemplateDeployment",
      details: [{ code: "LocationNotAvailableForResourceType" }],
    });
  });
});

describe("what templates have and this cloud has not", () => {
  it.each<[string, Record<string, unknown>]>([
    [
      "copy loops of what is declared inside another resource",
      {
        resources: [
          account("x", {
            resources: [account("y", { type: "deployments", copy: { name: "c", count: 2 } })],
          }),
        ],
      },
    ],
    [
      "other types in a nested template",
      {
        resources: [
          {
            type: "Microsoft.Resources/deployments",
            apiVersion: "2024-11-01",
            name: "n",
            properties: {
              template: template({
                resources: [{ type: "Microsoft.Web/sites", apiVersion: "2024-04-01", name: "s" }],
              }),
            },
          },
        ],
      },
    ],
    [
      "other types",
      {
        resources: [
          { type: "Microsoft.Storage/storageAccounts", apiVersion: "2024-01-01", name: "s" },
        ],
      },
    ],
    ["symbolic names", { languageVersion: "2.0", resources: { a: account("x") } }],
    ["own functions", { functions: [{ namespace: "n", members: {} }] }],
  ])("%s are 501, and nothing is deployed", async (_name, change) => {
    const { status } = await put("gap", { ...change });
    expect(status).toBe(501);
    expect((await cloud.call("GET", path("gap"))).status).toBe(404);
  });

  it("the mode Complete and linked templates", async () => {
    for (const properties of [
      { mode: "Complete", template: template() },
      { mode: "Incremental", templateLink: { uri: "https://x.example" } },
    ])
      expect((await cloud.call("PUT", path("gap"), { properties })).status).toBe(501);
  });
});
