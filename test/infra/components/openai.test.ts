import { describe, expect, test } from "vitest";
import { OpenAi, type OpenAiArgs } from "../../../infra/components/openai";
import { type Graph, graphOf } from "../../support/graph";
import { azure, KEY, SUBSCRIPTION } from "../../support/graph/azure";

const args: OpenAiArgs = {
  subscriptionId: SUBSCRIPTION,
  resourceGroupName: "group",
  location: "eastus2",
  accountName: "oai-lab",
  tags: { stack: "dev" },
  restore: false,
  auth: "key",
  deployments: { deployment: "gpt-35-turbo" },
  model: {
    name: "gpt-4o",
    version: "2024-11-20",
    sku: "Standard",
    capacity: 5,
    upgrade: "NoAutoUpgrade",
  },
};
const openai = (more: Partial<OpenAiArgs> = {}): Promise<Graph> =>
  graphOf(() => {
    const { accountName, endpoint, deployments, key } = new OpenAi("openai", { ...args, ...more });
    return { accountName, endpoint, deployments, key };
  });

test("is an S0 account with its name as subdomain, and one deployment", async () => {
  const graph = await openai();
  expect(graph.only("Account").inputs).toEqual({
    resourceGroupName: "group",
    accountName: "oai-lab",
    location: "eastus2",
    kind: "OpenAI",
    sku: { name: "S0" },
    properties: { customSubDomainName: "oai-lab", disableLocalAuth: false },
    tags: { stack: "dev" },
  });
  expect(graph.only("Deployment").inputs).toEqual({
    resourceGroupName: "group",
    accountName: "oai-lab",
    deploymentName: "gpt-35-turbo",
    sku: { name: "Standard", capacity: 5 },
    properties: {
      model: { format: "OpenAI", name: "gpt-4o", version: "2024-11-20" },
      versionUpgradeOption: "NoAutoUpgrade",
    },
  });
  expect(graph.outputs).toMatchObject({
    accountName: "oai-lab",
    endpoint: "https://oai-lab.openai.azure.com/",
    deployments: { deployment: "gpt-35-turbo" },
    key: { value: KEY },
  });
});

test("asks for a restore only when told to: the service refuses it for a new name", async () => {
  expect((await openai()).only("Account").inputs["properties"]).not.toHaveProperty("restore");
  expect((await openai({ restore: true })).only("Account").inputs["properties"]).toMatchObject({
    restore: true,
  });
});

describe("order", () => {
  test("the purge comes first, so it goes last; the account takes every part of its address from it", async () => {
    const graph = await openai();
    const purge = graph.only("Purge");
    const account = graph.only("Account");
    for (const input of ["resourceGroupName", "accountName", "location"])
      expect(account.dependsBy[input], input).toEqual([purge.urn]);
    expect(purge.inputs).toMatchObject({
      subscriptionId: SUBSCRIPTION,
      resourceGroupName: "group",
      location: "eastus2",
      accountName: "oai-lab",
    });
  });

  test("the account never sees two operations at once: deployment after account, keys after deployment", async () => {
    const seen: string[] = [];
    const answers = azure();
    await graphOf(() => ({ key: new OpenAi("openai", args).key }), {
      answers: {
        outputs: (r) => (seen.push(r.name), answers.outputs(r)),
        invoke: (token, given) => (seen.push(token), answers.invoke(token, given)),
      },
    });
    expect(seen).toEqual([
      "openai-purge",
      "openai-account",
      // A read: it changes nothing.
      "azure-native:cognitiveservices:getAccount",
      "openai-deployment",
      "azure-native:cognitiveservices:listAccountKeys",
    ]);
  });
});

test("an account without a key is an error that says why", async () => {
  const answers = azure({ "azure-native:cognitiveservices:listAccountKeys": {} });
  const program = () => ({ key: new OpenAi("openai", args).key });
  await expect(graphOf(program, { answers })).rejects.toThrow(
    "The Azure OpenAI account has no key.",
  );
});

test("without keys it asks for none and shows none", async () => {
  const listed: string[] = [];
  const answers = azure();
  const graph = await graphOf(
    () => {
      const service = new OpenAi("openai", { ...args, auth: "entra" });
      return { endpoint: service.endpoint, key: service.key };
    },
    {
      answers: {
        ...answers,
        invoke: (token, inputs) => (listed.push(token), answers.invoke(token, inputs)),
      },
    },
  );
  expect(graph.only("Account").inputs["properties"]).toEqual({
    customSubDomainName: "oai-lab",
    disableLocalAuth: true,
  });
  expect(listed).toEqual(["azure-native:cognitiveservices:getAccount"]);
  expect(graph.outputs).not.toHaveProperty("key");
  expect(JSON.stringify(graph.registered)).not.toContain(KEY);
});

test("deployments of their own wait for each other: an account takes one operation at a time", async () => {
  const graph = await openai({
    deployments: { "deployment-s01": "chat-s01", "deployment-s02": "chat-s02" },
  });
  const [first, second, ...more] = graph.of("Deployment");
  expect(more).toEqual([]);
  expect([first!.name, second!.name]).toEqual(["openai-deployment-s01", "openai-deployment-s02"]);
  expect(first!.dependencies).not.toContain(second!.urn);
  expect(second!.dependencies).toContain(first!.urn);
  expect(graph.outputs["deployments"]).toEqual({
    "deployment-s01": "chat-s01",
    "deployment-s02": "chat-s02",
  });
});
