import { afterAll, beforeAll, expect, it } from "vitest";
import { startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

type Json = Record<string, unknown>;
interface Template {
  parameters: Json;
  resources: { type: string; name: string; dependsOn?: string[] }[];
}
let cloud: AzureCloud;
const PROVIDERS = "resourceGroups/lab/providers";
const OAI = `${PROVIDERS}/Microsoft.CognitiveServices/accounts/oai-lab`;
beforeAll(async () => {
  cloud = await startAzureCloud();
  await cloud.group("lab");
  await cloud.account("lab", "oai-lab", {
    tags: { note: "[not an expression]" },
    properties: { customSubDomainName: "oai-lab", disableLocalAuth: true },
  });
  cloud.world.clock.advance(10_000);
  const model = { format: "OpenAI", name: "gpt-4o", version: "2024-11-20" };
  await cloud.call("PUT", `${OAI}/deployments/gpt`, {
    sku: { name: "Standard", capacity: 3 },
    properties: { model },
  });
  const managedResourceGroupId = `${cloud.sub}/resourceGroups/managed`;
  await cloud.pollUntilDone(
    await cloud.call("PUT", `${PROVIDERS}/Microsoft.Databricks/workspaces/dbw`, {
      location: "eastus2",
      sku: { name: "premium" },
      properties: { managedResourceGroupId },
    }),
  );
  await cloud.call("PUT", `${PROVIDERS}/Microsoft.OperationalInsights/workspaces/logs`, {
    location: "eastus2",
    properties: { retentionInDays: 60 },
  });
});
afterAll(() => cloud.stop());

const exported = async (body: Json = {}): Promise<Template> =>
  (await cloud.call("POST", "resourceGroups/lab/exportTemplate", body)).body.template as Template;
const OPTIONS = { options: "IncludeParameterDefaultValue" };

it("an exported template changes nothing where it comes from, and makes the same elsewhere", async () => {
  const template = await exported(OPTIONS);
  expect(
    template.resources.map(({ type, name }) => [type.split("/").slice(1).join("/"), name]),
  ).toEqual([
    ["accounts", "[parameters('accounts_oai_lab_name')]"],
    ["accounts/deployments", "[concat(parameters('accounts_oai_lab_name'), '/gpt')]"],
    ["workspaces", "[parameters('workspaces_dbw_name')]"],
    ["workspaces", "[parameters('workspaces_logs_name')]"],
  ]);
  const body = { properties: { mode: "Incremental", template } };
  const at = (group: string): string =>
    `resourceGroups/${group}/providers/Microsoft.Resources/deployments/again`;
  const { changes } = (await cloud.call("POST", `${at("lab")}/whatIf`, body)).body.properties as {
    changes: Json[];
  };
  expect(changes.map(({ changeType, delta }) => [changeType, delta])).toEqual(
    Array(4).fill(["NoChange", []]),
  );
  await cloud.call("DELETE", OAI);
  await cloud.pollUntilDone(
    await cloud.call(
      "DELETE",
      `${cloud.sub}/providers/Microsoft.CognitiveServices/locations/eastus2/resourceGroups/lab/deletedAccounts/oai-lab`,
    ),
  );
  const onlyLogs = await exported({
    ...OPTIONS,
    resources: [`${cloud.sub}/${PROVIDERS}/Microsoft.OperationalInsights/workspaces/logs`],
  });
  expect(onlyLogs.resources).toHaveLength(1);
  const again = { ...template, resources: template.resources.slice(0, 2) };
  const parameters = { workspaces_dbw_name: { value: "x" } };
  await cloud.pollUntilDone(
    await cloud.call("PUT", at("lab"), {
      properties: { mode: "Incremental", template: again, parameters },
    }),
  );
  expect((await cloud.call("GET", OAI)).body).toMatchObject({
    tags: { note: "[not an expression]" },
    properties: { customSubDomainName: "oai-lab", disableLocalAuth: true },
  });
  expect((await cloud.call("GET", `${OAI}/deployments/gpt`)).body.sku.capacity).toBe(3);
});

it("names are parameters, or texts where the options say so; other options are 501", async () => {
  expect((await exported()).parameters).toMatchObject({ workspaces_dbw_name: { type: "String" } });
  const literal = await exported({ options: "SkipResourceNameParameterization" });
  expect([literal.parameters, literal.resources.map(({ name }) => name)]).toEqual([
    {},
    ["oai-lab", "oai-lab/gpt", "dbw", "logs"],
  ]);
  for (const body of [{ options: "IncludeComments" }, { outputFormat: "Bicep" }])
    expect((await cloud.call("POST", "resourceGroups/lab/exportTemplate", body)).status).toBe(501);
});
