import { afterAll, beforeAll, expect, test } from "vitest";
import { namesOf } from "../../../infra/names/physical-names";
import { valueOf } from "../../../scripts/class/plan/answer";
import { planClass } from "../../../scripts/class/plan/plan-class";
import { readSupply } from "../../../scripts/class/plan/read-supply";
import { seedTable, table } from "../../../scripts/cloud/azure/tables";
import { listedPrice } from "../../../scripts/prices";
import { startLabCloud, type LabCloud } from "../../support/azure/lab-cloud";
import { demandOf } from "../../support/class/plan";
import { NOW } from "../../support/doctor/context";

let cloud: LabCloud;
beforeAll(async () => {
  cloud = await startLabCloud();
});
afterAll(() => cloud.stop());

const demand = demandOf(5, {}, { layout: "isolated" });
const stacks = ["spring", ...demand.seats.map(({ stack }) => stack)];
const read = (session = cloud.session, regions?: string[]) =>
  readSupply({
    session,
    config: demand.config,
    stacks,
    regions,
    now: NOW,
    prices: (priced) => Promise.resolve(listedPrice(priced)),
  });

test("reads what each region has, the preferred one first", async () => {
  const { regions, groups, prices, held } = await read();
  const [first] = regions;
  expect(first).toEqual({
    region: "eastus2",
    forbidden: { value: [] },
    accounts: {
      value: [
        { name: "OpenAI.S0.AccountCount", limit: 30, used: 0 },
        { name: "AccountCount", limit: 200, used: 0 },
      ],
    },
    model: {
      value: [
        {
          sku: "GlobalStandard",
          requestsPerUnit: 1,
          quota: { value: { name: "OpenAI.GlobalStandard.gpt-5.6-luna", limit: 1000, used: 0 } },
        },
      ],
    },
    machine: {
      value: {
        cores: 4,
        quotas: [
          { name: "standardDDSv5Family", limit: 100, used: 0 },
          { name: "cores", limit: 100, used: 0 },
        ],
      },
    },
  });
  expect(regions).toHaveLength(6);
  expect(groups).toEqual({
    value: { name: "resource groups of a subscription", limit: 980, used: 0 },
  });
  expect(prices["eastus2"]?.machineHour).toMatchObject({ amount: 0.226 });
  expect(held).toEqual({});
});

test("the regions that are wanted are asked, whatever they offer", async () => {
  const { regions } = await read(cloud.session, ["uksouth"]);
  expect(regions[0]).toMatchObject({ region: "uksouth", model: { value: [] } });
  expect(valueOf(regions[0]!.machine)).toBeUndefined();
});

test("what the sign-in may not read is unknown, and no plan is possible on it", async () => {
  const supply = await read(await cloud.asStudent());
  expect(supply.groups).toEqual({
    unknown: expect.stringMatching(/AuthorizationFailed.*ask the subscription's owner/s),
  });
  const plan = planClass(demand, supply);
  expect(plan.feasible).toBeNull();
  expect(plan.reasons.join("\n")).toContain("AuthorizationFailed");
});

test("a policy forbids regions", async () => {
  const scope = `/subscriptions/${cloud.tenant.subscriptionId}`;
  const before = table(cloud.world, "policies");
  seedTable(cloud.world, "policies", {
    rows: [
      {
        name: "europe",
        displayName: "Only Europe",
        scope,
        policyDefinitionId:
          "/providers/Microsoft.Authorization/policyDefinitions/e56962a6-4747-49cd-b67b-bf8b01975c4c",
        parameters: { listOfAllowedLocations: { value: ["swedencentral"] } },
      },
    ],
  });
  const plan = planClass(demand, await read());
  expect(plan.feasible).toBe(true);
  expect(plan.seats[0]?.location).toBe("swedencentral");
  const supply = await read(cloud.session, ["eastus2"]);
  const refused = planClass({ ...demand, regions: ["eastus2"] }, supply);
  expect(refused.reasons).toContain("the policy Only Europe forbids eastus2");
  expect(refused.change).toMatchObject({ regions: ["swedencentral"] });
  seedTable(cloud.world, "policies", before);
});

test("accounts of the class that exist are held, with their deployments", async () => {
  const { subscriptionId } = cloud.session;
  const { resourceGroup, openaiAccount } = namesOf({
    ...{ subscriptionId, project: "rai-lab", stack: "spring-s1" },
  });
  const { resources, cognitive } = cloud.clients;
  await resources.resourceGroups.createOrUpdate(resourceGroup, { location: "swedencentral" });
  await cognitive.accounts.beginCreateAndWait(
    resourceGroup,
    openaiAccount,
    { location: "swedencentral", kind: "OpenAI", sku: { name: "S0" }, properties: {} },
    { updateIntervalInMs: 1 },
  );
  const { name, version } = demand.config.model;
  await cognitive.deployments.beginCreateOrUpdateAndWait(
    resourceGroup,
    openaiAccount,
    "gpt-35-turbo",
    {
      sku: { name: "GlobalStandard", capacity: 20 },
      properties: { model: { format: "OpenAI", name, version } },
    },
    { updateIntervalInMs: 1 },
  );
  const supply = await read();
  expect(supply.held).toEqual({ "spring-s1": { region: "swedencentral", capacity: 20 } });
  expect(supply.regions[0]?.region).toBe("swedencentral");
  const plan = planClass(demand, supply);
  expect(plan.feasible).toBe(true);
  expect(plan.seats.map(({ location }) => location)).toEqual(Array(5).fill("swedencentral"));
});

test("of an account that exists, what others have in it is not the class's to use", async () => {
  const { clients, session } = cloud;
  const { subscriptionId } = session;
  await clients.resources.resourceGroups.createOrUpdate("school", { location: "swedencentral" });
  await clients.cognitive.accounts.beginCreateAndWait(
    "school",
    "oai-school",
    { kind: "OpenAI", sku: { name: "S0" }, location: "swedencentral", properties: {} },
    { updateIntervalInMs: 5 },
  );
  const { name, version, sku } = demand.config.model;
  const spring = { project: demand.config.project, stack: "spring" };
  for (const [deployment, tags] of [
    ["theirs", {}],
    ["other-class", { ...spring, stack: "autumn" }],
    ["own", spring],
  ] as const)
    await clients.cognitive.deployments.beginCreateOrUpdateAndWait(
      "school",
      "oai-school",
      deployment,
      {
        sku: { name: sku, capacity: 1 },
        properties: { model: { format: "OpenAI", name, version } },
        tags,
      },
      { updateIntervalInMs: 5 },
    );
  const openaiAccountId = `/subscriptions/${subscriptionId}/resourceGroups/school/providers/Microsoft.CognitiveServices/accounts/oai-school`;
  const ask = (id: string) =>
    readSupply({
      session,
      config: { ...demand.config, existing: { openaiAccountId: id } },
      stacks,
      now: NOW,
      prices: (priced) => Promise.resolve(listedPrice(priced)),
    });
  const supply = await ask(openaiAccountId);
  expect(supply.deploymentsPerAccount).toBe(30);
  expect(supply.regions.map(({ region, accounts }) => ({ region, accounts }))).toEqual([
    { region: "swedencentral", accounts: { value: [] } },
  ]);
  const missing = await ask(`${openaiAccountId}-nowhere`);
  expect(missing.groups).toEqual({ unknown: expect.stringContaining("does not exist") });
});
