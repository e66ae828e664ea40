import { RestError } from "@azure/arm-resources";
import { afterEach, beforeEach, expect, test } from "vitest";
import { namesOf } from "../../infra/names/physical-names";
import type { Subscription } from "../../scripts/cloud/azure/entities";
import {
  ALLOWED_GROUP_LOCATIONS,
  ALLOWED_LOCATIONS,
} from "../../scripts/cloud/azure/authorization/policies";
import { azureStore } from "../../scripts/cloud/azure/store";
import { seedTable, table } from "../../scripts/cloud/azure/tables";
import { grantRole } from "../../scripts/cloud/azure/entra/tenant";
import { doctor, type DoctorReport } from "../../scripts/doctor";
import { startLabCloud, type LabCloud } from "../support/azure/lab-cloud";
import { defaultConfigOf, NOW, STACK } from "../support/doctor/context";

let cloud: LabCloud;
beforeEach(async () => {
  cloud = await startLabCloud();
});
afterEach(() => cloud.stop());

/** The deployer of this cloud is a service principal, so somebody is named as the student. */
const student = { userName: "student@rai-lab.example" };
/** A state that records all that exists. */
const recorded = () => {
  const { groups, accounts, deployments } = azureStore(cloud.world);
  const all = [groups, accounts, deployments].flatMap((table) => [...table.values()]);
  const ids = all.map(({ id }) => id);
  return { count: ids.length, resources: ids.map((id) => ({ type: "", id, inputs: {} })) };
};
const examine = (config = defaultConfigOf()): Promise<DoctorReport> =>
  doctor({
    config: { student, ...config },
    session: cloud.session,
    now: NOW,
    recorded: recorded(),
  });
const refusals = ({ findings }: DoctorReport): string[] =>
  findings.filter(({ status }) => status === "refused").map(({ rule, code }) => `${rule}: ${code}`);

const names = () => namesOf({ subscriptionId: cloud.session.subscriptionId, ...STACK });
const deployer = () => azureStore(cloud.world).principalsByAppId(cloud.tenant.clientId)[0]!;
const OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
const CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c";
const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
const FAST = { updateIntervalInMs: 1 };
async function createAccount(
  name = names().openaiAccount,
  customSubDomainName = name,
): Promise<void> {
  const { clients } = cloud;
  await clients.resources.resourceGroups.createOrUpdate(names().resourceGroup, {
    location: "eastus2",
  });
  const account = {
    kind: "OpenAI",
    location: "eastus2",
    sku: { name: "S0" },
    properties: { customSubDomainName },
  };
  await clients.cognitive.accounts.beginCreateAndWait(names().resourceGroup, name, account, FAST);
}
async function deploy(config = defaultConfigOf()): Promise<void> {
  const { sku, capacity, name, version } = config.model;
  const deployment = {
    sku: { name: sku, capacity },
    properties: { model: { format: "OpenAI", name, version } },
  };
  const { resourceGroup, openaiAccount } = names();
  const { deployments } = cloud.clients.cognitive;
  await deployments.beginCreateOrUpdateAndWait(
    resourceGroup,
    openaiAccount,
    "gpt-35-turbo",
    deployment,
    FAST,
  );
}
const codeOf = (work: Promise<void>): Promise<string | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof RestError ? error.code : Promise.reject(error as Error)),
  );

test("the default lab is clear on a fresh cloud, and stays so once it is there", async () => {
  const fresh = await examine();
  expect(fresh.findings.filter(({ status }) => status !== "ok")).toEqual([]);
  expect(fresh.verdict).toBe("clear");
  await createAccount();
  await deploy();
  const standing = await examine();
  expect(standing.verdict).toBe("clear");
  expect(standing.findings.find(({ rule }) => rule === "token-quota")?.evidence).toBe(
    "usages of eastus2: OpenAI.GlobalStandard.gpt-5.6-luna: limit 1000 − used 20 = 980 free, needed 0 (capacity 20 − 20 already held)",
  );
});

test.each([
  [
    "a retired model",
    { name: "gpt-35-turbo", version: "0125", sku: "Standard" },
    "model-life-cycle: ServiceModelDeprecated",
  ],
  [
    "a deprecated model",
    { name: "gpt-4o-mini", version: "2024-07-18", sku: "Standard" },
    "model-life-cycle: ServiceModelDeprecating",
  ],
  [
    "an unknown model",
    { name: "gpt-4o", version: "2020-01-01" },
    "model-life-cycle: DeploymentModelNotSupported",
  ],
  [
    "a missing SKU",
    { name: "gpt-5.4-mini", version: "2026-03-17", sku: "Standard" },
    "sku-in-region: InvalidResourceProperties",
  ],
  ["too little quota", { capacity: 1001 }, "token-quota: InsufficientQuota"],
])(
  "%s: the doctor foretells the very code with which the cloud refuses the deployment",
  async (_what, model, expected) => {
    const config = defaultConfigOf({ model });
    const report = await examine(config);
    expect(report.verdict).toBe("refused");
    expect(refusals(report)).toContain(expected);
    await createAccount();
    expect(expected.split(": ")[1]).toBe(await codeOf(deploy(config)));
  },
);

test("where a SKU is missing the cure names regions in which the doctor is then content", async () => {
  const model = { name: "gpt-5.1", version: "2025-11-13", sku: "Standard" };
  const { findings } = await examine(defaultConfigOf({ location: "westeurope", model }));
  const cure = findings.find(({ rule }) => rule === "sku-in-region")?.cure ?? "";
  const [, location] = /rai-lab:location (\w+)/.exec(cure) ?? [];
  expect(location).toBe("eastus2");
  expect(refusals(await examine(defaultConfigOf({ location, model })))).toEqual([]);
});

test("a soft-deleted account of the same name", async () => {
  await createAccount();
  await cloud.clients.cognitive.accounts.beginDeleteAndWait(
    names().resourceGroup,
    names().openaiAccount,
    FAST,
  );
  expect(refusals(await examine())).toEqual(["soft-deleted-name: FlagMustBeSetForRestore"]);
  expect(await codeOf(createAccount())).toBe("FlagMustBeSetForRestore");
  expect((await examine(defaultConfigOf({ openai: { restore: true } }))).verdict).toBe("clear");
});

test("a soft-deleted account with the same subdomain", async () => {
  await createAccount("another", names().openaiAccount);
  await cloud.clients.cognitive.accounts.beginDeleteAndWait(names().resourceGroup, "another", FAST);
  expect(refusals(await examine())).toEqual(["soft-deleted-name: CustomDomainInUse"]);
  expect(await codeOf(createAccount())).toBe("CustomDomainInUse");
});

test("an offer that is shut out", async () => {
  const { subscriptionId } = cloud.session;
  const subscriptions = cloud.world.store.collection<Subscription>("resources/subscriptions");
  subscriptions.update(subscriptionId, (known) => ({
    ...known,
    quotaId: "AzureForStudents_2018-01-01",
  }));
  expect(refusals(await examine())).toEqual(["account-sku: SpecialFeatureOrQuotaIdRequired"]);
  expect(await codeOf(createAccount())).toBe("SpecialFeatureOrQuotaIdRequired");
});

test("a region that is full", async () => {
  const { accounts } = table(cloud.world, "quotas");
  seedTable(cloud.world, "quotas", { accounts: { ...accounts, "OpenAI.S0.AccountCount": 0 } });
  expect(refusals(await examine())).toEqual(["account-cap: InsufficientQuota"]);
  expect(await codeOf(createAccount())).toBe("InsufficientQuota");
});

test("who deploys as a contributor may not assign the roles of a lab without keys, as the cloud then says", async () => {
  const [mine] = azureStore(cloud.world).roleAssignmentsOf(deployer().objectId);
  const contributor = {
    ...mine!,
    roleDefinitionId: mine!.roleDefinitionId.replace(OWNER, CONTRIBUTOR),
  };
  azureStore(cloud.world).roleAssignments.put(mine!.id.toLowerCase(), contributor);
  expect(refusals(await examine(defaultConfigOf({ openai: { auth: "entra" } })))).toEqual([
    "role-right: AuthorizationFailed",
  ]);
  expect((await examine()).verdict).toBe("clear");
  await createAccount();
  const scope = `subscriptions/${cloud.session.subscriptionId}/resourceGroups/${names().resourceGroup}`;
  const properties = {
    roleDefinitionId: mine!.roleDefinitionId,
    principalId: cloud.tenant.student.objectId,
  };
  const assign = cloud.clients.resources.resources.createOrUpdateById(
    `${scope}/providers/Microsoft.Authorization/roleAssignments/00000000-0000-4000-8000-000000000001`,
    "2022-04-01",
    { properties },
    FAST,
  );
  expect(await codeOf(Promise.resolve(assign).then(() => undefined))).toBe("AuthorizationFailed");
});

test("the owner of a group alone cannot purge, which is a warning, as the cloud then says", async () => {
  await createAccount();
  await cloud.clients.cognitive.accounts.beginDeleteAndWait(
    names().resourceGroup,
    names().openaiAccount,
    FAST,
  );
  const [mine] = azureStore(cloud.world).roleAssignmentsOf(deployer().objectId);
  const reader = { ...mine!, roleDefinitionId: mine!.roleDefinitionId.replace(OWNER, READER) };
  azureStore(cloud.world).roleAssignments.put(mine!.id.toLowerCase(), reader);
  grantRole(
    cloud.world,
    deployer(),
    "Owner",
    `${mine!.scope}/resourceGroups/${names().resourceGroup}`,
  );
  const { findings } = await examine(defaultConfigOf({ openai: { restore: true, auth: "entra" } }));
  expect(
    findings.filter(({ status }) => status !== "ok").map(({ rule, status }) => [rule, status]),
  ).toEqual([
    ["name-reserved", "unknown"],
    ["purge-right", "warning"],
  ]);
  const purge = cloud.clients.cognitive.deletedAccounts.beginPurgeAndWait(
    "eastus2",
    names().resourceGroup,
    names().openaiAccount,
    FAST,
  );
  expect(await codeOf(purge)).toBe("AuthorizationFailed");
});

test.each([
  ["resources", ALLOWED_LOCATIONS],
  ["groups", ALLOWED_GROUP_LOCATIONS],
])(
  "a policy that keeps %s out of the region, and none where it is content",
  async (_what, definition) => {
    const policy = {
      name: "regions",
      displayName: "Class regions",
      scope: `/subscriptions/${cloud.session.subscriptionId}`,
      policyDefinitionId: `/providers/Microsoft.Authorization/policyDefinitions/${definition}`,
      parameters: { listOfAllowedLocations: { value: ["Sweden Central"] } },
    };
    seedTable(cloud.world, "policies", { rows: [policy] });
    expect(refusals(await examine())).toEqual(["policy-location: RequestDisallowedByPolicy"]);
    expect(await codeOf(createAccount())).toBe("RequestDisallowedByPolicy");
    expect(refusals(await examine(defaultConfigOf({ location: "swedencentral" })))).toEqual([]);
  },
);

test("a family without cores for a class's seats is a warning: the class itself has no cluster", async () => {
  const seats = Array.from({ length: 26 }, (_, k) => `s${String(k + 1).padStart(2, "0")}`);
  const config = defaultConfigOf({ layout: "class", seats, model: { capacity: 1 } });
  const statusOfCores = ({ findings }: DoctorReport) =>
    findings.find(({ rule }) => rule === "vcpu-quota")?.status;
  expect(statusOfCores(await examine(config))).toBe("warning");
  expect(statusOfCores(await examine({ ...config, seats: seats.slice(1) }))).toBe("ok");
});

test("who has no rights learns nothing: every question is unknown, with the role to ask for", async () => {
  const { findings, verdict } = await doctor({
    config: defaultConfigOf({ student }),
    session: await cloud.asStudent(),
    now: NOW,
  });
  const asked = findings.filter(({ status }) => status !== "ok");
  expect(asked.map(({ status, code }) => `${status} ${code}`)).toEqual(
    Array(15).fill("unknown AuthorizationFailed"),
  );
  expect(new Set(asked.map(({ cure }) => cure))).toEqual(
    new Set(["ask the subscription's owner for the role Reader on the subscription"]),
  );
  expect(verdict).toBe("unknown");
});

test("a hiccup is asked again; a cloud that stays broken is unknown", async () => {
  const broken = (nth: number) => ({
    operation: "cognitiveservices/usages/read",
    nth,
    answer: { status: 500, code: "InternalServerError", message: "broken" },
  });
  cloud.world.faults.set([broken(1)]);
  expect((await examine()).verdict).toBe("clear");
  cloud.world.faults.set([1, 2, 3].map(broken));
  const { findings, verdict } = await examine();
  expect(verdict).toBe("unknown");
  expect(findings.find(({ rule }) => rule === "token-quota")).toMatchObject({
    status: "unknown",
    message: "could not ask: Azure answered 500 InternalServerError: broken",
  });
});
