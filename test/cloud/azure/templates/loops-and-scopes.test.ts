/** Copy loops, templates inside templates, and deployments to a subscription. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAzureCloud, type Answer, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => {
  cloud = await startAzureCloud();
  await cloud.group("lab");
});
afterAll(() => cloud.stop());

type Json = Record<string, unknown>;
const template = (change: Json): Json => ({
  $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  contentVersion: "1.0.0.0",
  resources: [],
  ...change,
});
const IN_GROUP = "resourceGroups/lab/providers/Microsoft.Resources/deployments";
const IN_SUBSCRIPTION = "providers/Microsoft.Resources/deployments";
const properties = (change: Json, parameters: Json = {}): Json => ({
  mode: "Incremental",
  template: template(change),
  parameters,
});

/** Deploys until the end, and reads the deployment then. */
async function deploy(path: string, change: Json, more: Json = {}): Promise<Json> {
  const begun = await cloud.call("PUT", path, { ...more, properties: properties(change) });
  expect([begun.status, begun.body]).toEqual([201, expect.anything()]);
  await cloud.pollUntilDone(begun);
  return (await cloud.call("GET", path)).body.properties as Json;
}
const errorOf = ({ status, body }: Answer): unknown[] => [
  status,
  body.error?.code,
  body.error?.message,
];

/** By their names: those of a loop are made at once. */
const accounts = async (group: string): Promise<Json[]> => {
  const path = `resourceGroups/${group}/providers/Microsoft.CognitiveServices/accounts`;
  const { value } = (await cloud.call("GET", path)).body as { value: { name: string }[] };
  return value.sort((a, b) => a.name.localeCompare(b.name));
};
const account = (name: string, change: Json = {}): Json => ({
  type: "Microsoft.CognitiveServices/accounts",
  apiVersion: "2024-10-01",
  name,
  location: "eastus2",
  kind: "OpenAI",
  sku: { name: "S0" },
  properties: {},
  ...change,
});
const gpt = (name: string, change: Json): Json => ({
  type: "Microsoft.CognitiveServices/accounts/deployments",
  apiVersion: "2024-10-01",
  name,
  sku: { name: "Standard", capacity: 1 },
  properties: { model: { format: "OpenAI", name: "gpt-4o", version: "2024-11-20" } },
  ...change,
});

describe("copy loops", () => {
  it("of resources, one after the other where they are serial, with what waits for all of them", async () => {
    const { provisioningState, outputs, dependencies } = (await deploy(`${IN_GROUP}/loops`, {
      parameters: { models: { type: "array", defaultValue: ["a", "b", "c"] } },
      variables: {
        copy: [{ name: "numbers", count: 3, input: "[copyIndex('numbers', 1)]" }],
        tags: { copy: [{ name: "all", count: 2, input: { n: "[copyIndex('all')]" } }] },
      },
      resources: [
        account("[format('loop{0}', copyIndex(1))]", {
          copy: { name: "seats", count: 2 },
          tags: { seat: "[string(variables('numbers')[copyIndex()])]" },
        }),
        gpt("[concat('loop1/', parameters('models')[copyIndex('models')])]", {
          copy: { name: "models", count: "[length(parameters('models'))]", mode: "serial" },
          dependsOn: ["seats"],
        }),
      ],
      outputs: {
        names: {
          type: "array",
          copy: {
            count: 2,
            input: "[reference(format('loop{0}', copyIndex(1))).provisioningState]",
          },
        },
        numbers: { type: "array", value: "[variables('tags').all]" },
      },
    })) as { provisioningState: string; outputs: Json; dependencies: { dependsOn: unknown[] }[] };
    expect(provisioningState).toBe("Succeeded");
    expect(outputs).toEqual({
      names: { type: "Array", value: ["Succeeded", "Succeeded"] },
      numbers: { type: "Array", value: [{ n: 0 }, { n: 1 }] },
    });
    expect((await accounts("lab")).map(({ name, tags }) => [name, tags])).toEqual([
      ["loop1", { seat: "1" }],
      ["loop2", { seat: "2" }],
    ]);
    // Each model waits for both accounts, and from the second on for the one before it.
    expect(dependencies.map(({ dependsOn }) => dependsOn.length)).toEqual([2, 3, 3]);
    const models = `resourceGroups/lab/providers/Microsoft.CognitiveServices/accounts/loop1/deployments`;
    expect((await cloud.call("GET", models)).body.value).toHaveLength(3);
  });

  it("none where the count is 0; too many, and copyIndex outside of a loop, are refused", async () => {
    const loop = (count: number): Json => ({
      resources: [account("[concat('none', copyIndex())]", { copy: { name: "c", count } })],
    });
    expect((await deploy(`${IN_GROUP}/none`, loop(0)))["provisioningState"]).toBe("Succeeded");
    for (const [change, message] of [
      [loop(801), /copy count '801'/],
      [{ resources: [account("[concat('x', copyIndex())]")] }, /'copyIndex' is not expected/],
    ] as const) {
      const body = { properties: properties(change) };
      expect(errorOf(await cloud.call("PUT", `${IN_GROUP}/wrong`, body))).toEqual([
        400,
        "InvalidTemplate",
        expect.stringMatching(message),
      ]);
    }
  });
});

const nested = (name: string, change: Json, more: Json = {}): Json => ({
  type: "Microsoft.Resources/deployments",
  apiVersion: "2024-11-01",
  name,
  ...more,
  properties: { mode: "Incremental", ...change },
});
const INNER = { expressionEvaluationOptions: { scope: "inner" } };

describe("nested templates", () => {
  it("have their own parameters with the scope inner, and those around them without it", async () => {
    const inner = {
      ...INNER,
      parameters: { name: { value: "[concat(variables('prefix'), '-inner')]" } },
      template: template({
        parameters: { name: { type: "string" } },
        variables: { prefix: "own" },
        resources: [account("[parameters('name')]", { tags: { of: "[variables('prefix')]" } })],
        outputs: { id: { type: "string", value: "[resourceId('A.B/c', parameters('name'))]" } },
      }),
    };
    const outer = {
      template: template({ resources: [account("[concat(variables('prefix'), '-outer')]")] }),
    };
    const { provisioningState, outputs } = await deploy(`${IN_GROUP}/nesting`, {
      variables: { prefix: "nest" },
      resources: [nested("in", inner), nested("out", outer, { dependsOn: ["in"] })],
      outputs: { id: { type: "string", value: "[reference('in').outputs.id.value]" } },
    });
    expect(provisioningState).toBe("Succeeded");
    expect(outputs).toMatchObject({
      id: { value: `${cloud.sub}/resourceGroups/lab/providers/A.B/c/nest-inner` },
    });
    const made = (await accounts("lab")).filter(({ name }) => /^nest/.test(String(name)));
    expect(made.map(({ name, tags }) => [name, tags])).toEqual([
      ["nest-inner", { of: "own" }],
      ["nest-outer", undefined],
    ]);
  });

  it("that fail make the one around them fail, with what they failed with", async () => {
    const wrong = account("Nothing", { kind: "Nope" });
    const { provisioningState, error } = await deploy(`${IN_GROUP}/failing`, {
      resources: [nested("fails", { template: template({ resources: [wrong] }) })],
    });
    expect(provisioningState).toBe("Failed");
    expect(JSON.stringify(error)).toContain("DeploymentFailed");
  });
});

describe("deployments to a subscription", () => {
  const group = { type: "Microsoft.Resources/resourceGroups", apiVersion: "2021-04-01" };
  const LAB = {
    parameters: { group: { type: "string", defaultValue: "from-sub" } },
    resources: [
      { ...group, name: "[parameters('group')]", location: "[deployment().location]" },
      nested(
        "inside",
        {
          ...INNER,
          template: template({
            resources: [account("sub-oai", { location: "[resourceGroup().location]" })],
          }),
        },
        {
          resourceGroup: "[parameters('group')]",
          dependsOn: [
            "[subscriptionResourceId('Microsoft.Resources/resourceGroups', parameters('group'))]",
          ],
        },
      ),
    ],
    outputs: { id: { type: "string", value: "[resourceId('A.B/c', 'x')]" } },
  };
  const path = `${IN_SUBSCRIPTION}/lab`;

  it("make groups and what is in them, and are read, listed and deleted", async () => {
    const location = "swedencentral";
    const done = await deploy(path, LAB, { location });
    expect(done).toMatchObject({
      provisioningState: "Succeeded",
      outputs: { id: { value: `${cloud.sub}/providers/A.B/c/x` } },
    });
    expect((await accounts("from-sub")).map(({ name, location: at }) => [name, at])).toEqual([
      ["sub-oai", location],
    ]);
    const listed = (await cloud.call("GET", IN_SUBSCRIPTION)).body.value as Json[];
    expect(listed.map(({ name, location: at }) => [name, at])).toEqual([["lab", location]]);
    const operations = (await cloud.call("GET", `${path}/operations`)).body.value;
    expect(operations).toHaveLength(2);
    await cloud.pollUntilDone(await cloud.call("DELETE", path));
    expect((await cloud.call("GET", path)).body.error.code).toBe("DeploymentNotFound");
    expect(await accounts("from-sub")).toHaveLength(1);
  });

  it("are validated, and say what they would change", async () => {
    const only = { resources: [{ ...group, name: "what-if", location: "eastus2" }] };
    const body = { location: "eastus2", properties: properties(only) };
    const valid = await cloud.call("POST", `${path}/validate`, body);
    expect(valid.body.properties.provisioningState).toBe("Succeeded");
    const changes = async (): Promise<Json[]> =>
      (await cloud.call("POST", `${path}/whatIf`, body)).body.properties.changes as Json[];
    expect(await changes()).toMatchObject([
      { changeType: "Create", resourceId: `${cloud.sub}/resourceGroups/what-if` },
    ]);
    await cloud.group("what-if");
    expect(await changes()).toMatchObject([{ changeType: "NoChange" }]);
    const nesting = { location: "eastus2", properties: properties(LAB) };
    expect((await cloud.call("POST", `${path}/whatIf`, nesting)).status).toBe(501);
  });

  it.each<[string, Json, Json, string]>([
    ["without a region", {}, {}, "LocationRequired"],
    ["in no region", {}, { location: "mars" }, "LocationNotAvailableForDeployment"],
    ["of what needs a group", { resources: [account("x")] }, {}, "InvalidTemplate"],
    [
      "that asks for its group",
      {
        outputs: { a: { type: "string", value: "x" } },
        variables: { a: 1 },
        resources: [{ ...group, name: "[resourceGroup().name]", location: "eastus2" }],
      },
      {},
      "InvalidTemplate",
    ],
  ])("%s are refused", async (name, change, more, code) => {
    const location = code.startsWith("Location") ? {} : { location: "eastus2" };
    const body = { ...location, ...more, properties: properties(change) };
    const answer = await cloud.call("PUT", `${IN_SUBSCRIPTION}/refused`, body);
    expect([name, ...errorOf(answer).slice(0, 2)]).toEqual([name, 400, code]);
  });

  it("keep their region, and need the right at the subscription", async () => {
    await deploy(`${IN_SUBSCRIPTION}/kept`, {}, { location: "eastus2" });
    const body = { location: "westeurope", properties: properties({}) };
    const moved = await cloud.call("PUT", `${IN_SUBSCRIPTION}/kept`, body);
    expect(errorOf(moved).slice(0, 2)).toEqual([400, "InvalidDeploymentLocation"]);
    const reader = await cloud.tokenOfUser("reader@rai-lab.example", "Reader");
    const denied = await cloud.call("PUT", `${IN_SUBSCRIPTION}/denied`, body, reader);
    expect(errorOf(denied).slice(0, 2)).toEqual([403, "AuthorizationFailed"]);
  });
});
