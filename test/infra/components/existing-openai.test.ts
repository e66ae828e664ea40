import { expect, test } from "vitest";
import { ExistingOpenAi, type ExistingOpenAiArgs } from "../../../infra/components/existing-openai";
import { graphOf } from "../../support/graph";
import { KEY, SUBSCRIPTION } from "../../support/graph/azure";

const ELSEWHERE = "00000000-0000-4000-8000-0000000000ff";
const idIn = (subscription: string): string =>
  `/subscriptions/${subscription}/resourceGroups/school/providers/Microsoft.CognitiveServices/accounts/oai-school`;
const graph = (more: Partial<ExistingOpenAiArgs> = {}) =>
  graphOf(() => {
    const { accountName, accountId, endpoint, location, deployments, key } = new ExistingOpenAi(
      "openai",
      {
        accountId: idIn(SUBSCRIPTION),
        signedIn: SUBSCRIPTION.toUpperCase(),
        auth: "key",
        deployments: { deployment: "chat" },
        deploymentTags: { stack: "dev" },
        model: { name: "gpt-4o", version: "1", sku: "Standard", capacity: 5, upgrade: "No" },
        ...more,
      },
    );
    return { accountName, accountId, endpoint, location, deployments, key };
  });

test("reads the account, and makes nothing but its own deployments, with its tags", async () => {
  const { registered, only, outputs } = await graph();
  const made = registered.filter(({ custom }) => custom);
  expect(made.map(({ name }) => name)).toEqual(["openai-deployment"]);
  expect(only("Deployment").inputs).toMatchObject({
    resourceGroupName: "school",
    accountName: "oai-school",
    deploymentName: "chat",
    tags: { stack: "dev" },
  });
  expect(outputs).toMatchObject({
    accountName: "oai-school",
    accountId: idIn(SUBSCRIPTION),
    endpoint: "https://oai-school.openai.azure.com/",
    location: "northeurope",
    deployments: { deployment: "chat" },
    key: { value: KEY },
  });
});

test("an account without keys is not asked for one", async () => {
  expect((await graph({ auth: "entra" })).outputs).not.toHaveProperty("key");
});

test("in another subscription a provider names it, with the same sign-in", async () => {
  const { registered, only } = await graph({ accountId: idIn(ELSEWHERE) });
  const provider = registered.find(({ type }) => type === "pulumi:providers:azure-native");
  expect(provider?.inputs["subscriptionId"]).toBe(ELSEWHERE);
  expect(only("Deployment").provider).toContain(provider?.urn);
});
