import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { LabConfig } from "../../../infra/config";
import { azureStore } from "../../../scripts/cloud/azure/store";
import { seedTable, table } from "../../../scripts/cloud/azure/tables";
import { suggest, type NoSuggestion, type Suggestion } from "../../../scripts/doctor/suggest";
import { type LabCloud, startLabCloud } from "../../support/azure/lab-cloud";
import { defaultConfigOf, NOW } from "../../support/doctor/context";

let cloud: LabCloud;
beforeAll(async () => {
  cloud = await startLabCloud();
});
afterAll(() => cloud.stop());

const student = { userName: "student@rai-lab.example" };
const DEFAULTS = ["models", "quotas", "vm-sizes", "policies", "settings"] as const;
let tables: Map<string, unknown>;
beforeAll(() => {
  tables = new Map(DEFAULTS.map((name) => [name, table(cloud.world, name)]));
});
beforeEach(() => {
  for (const [name, seed] of tables) seedTable(cloud.world, name as "quotas", seed as never);
});

const nearest = (
  settings: Record<string, unknown>,
  more: Partial<Parameters<typeof suggest>[0]> = {},
): Promise<Suggestion | NoSuggestion> => {
  const config: LabConfig = defaultConfigOf({ student, ...settings });
  return suggest({ config, session: cloud.session, now: NOW, ...more });
};
const settingsOf = (found: Suggestion | NoSuggestion): Record<string, unknown> => {
  if (!("changes" in found)) throw new Error(found.reasons.join("\n"));
  return Object.assign({}, ...found.changes.map(({ settings }) => settings)) as object as Record<
    string,
    unknown
  >;
};

test("a configuration that works needs no change", async () => {
  expect(await nearest({})).toEqual({ distance: 0, changes: [], remaining: [] });
});

test("too little quota: the largest capacity that is left, with the reason", async () => {
  seedTable(cloud.world, "quotas", {
    locations: { eastus2: { "OpenAI.GlobalStandard.gpt-5.6-luna": 17 } },
  });
  expect(await nearest({})).toMatchObject({
    distance: 1 + (5 * 3) / 20,
    changes: [
      {
        settings: { "model.capacity": 17 },
        before: { "model.capacity": 20 },
        reasons: [expect.stringMatching(/^token-quota: the quota is too small: 20 needed/)],
      },
    ],
  });
});

test("no cores of the machine's family: another family with as many cores", async () => {
  const { quotas } = table(cloud.world, "vm-sizes");
  const none = { ...quotas.standardDDSv5Family!, limit: 0 };
  seedTable(cloud.world, "vm-sizes", { quotas: { ...quotas, standardDDSv5Family: none } });
  const found = await nearest({});
  expect(found).toMatchObject({ distance: 3 });
  expect(settingsOf(found)).toEqual({ "databricks.nodeType": "Standard_D4ads_v5" });
});

test("a policy that forbids the region: one that it allows", async () => {
  const { subscriptionId } = cloud.session;
  seedTable(cloud.world, "policies", {
    rows: [
      {
        name: "regions",
        displayName: "regions",
        scope: `/subscriptions/${subscriptionId}`,
        policyDefinitionId:
          "/providers/Microsoft.Authorization/policyDefinitions/e56962a6-4747-49cd-b67b-bf8b01975c4c",
        parameters: { listOfAllowedLocations: { value: ["swedencentral"] } },
      },
    ],
  });
  expect(settingsOf(await nearest({}))).toEqual({ location: "swedencentral" });
  // A lab that exists stays where it is: another region would delete what it has.
  const recorded = { count: 1, resources: [{ type: "", id: "/x", inputs: {} }] };
  expect(await nearest({}, { recorded })).toMatchObject({
    reasons: ["policy-location: the policy regions forbids eastus2"],
  });
});

test("what no setting cures ends the search at once", async () => {
  expect(await nearest({ student: undefined })).toEqual({
    reasons: [expect.stringMatching(/^student-named: no student is named/)],
    tried: 1,
  });
});

test("an offer without Azure OpenAI: every region is tried once, and none works", async () => {
  azureStore(cloud.world).subscriptions.update(cloud.session.subscriptionId, (known) => ({
    ...known,
    quotaId: "AzureForStudents_2018-01-01",
  }));
  const found = await nearest({});
  expect(found).toMatchObject({ tried: table(cloud.world, "regions").rows.length });
});
