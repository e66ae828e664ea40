import { describe, expect, test } from "vitest";
import { parseConfig } from "../../../infra/config";
import { lab } from "../../../infra/layouts/lab";
import program from "../../../infra";
import { type Graph, graphOf, type GraphOptions } from "../../support/graph";
import {
  azure,
  DEPLOYER,
  HOST,
  KEY,
  PERSON_DEPLOYS,
  firstPreview,
  sealed,
  SUBSCRIPTION,
} from "../../support/graph/azure";
import type { Registration } from "../../support/graph/engine";

const STUDENT = "student@rai-lab.example";
const withStudent = { "rai-lab:student": JSON.stringify({ userName: STUDENT }) };
const everything = {
  ...withStudent,
  "rai-lab:budget": '{"amount":50,"emails":["teacher@school.example"],"start":"2027-01-01"}',
  "rai-lab:lock": "true",
  "rai-lab:diagnostics": "true",
  "rai-lab:policy": "{}",
};
const ID = "00000000-0000-4000-8000-00000000000a";
const ENTRA = {
  "rai-lab:openai": '{"auth":"entra"}',
  "rai-lab:student": JSON.stringify({ userName: STUDENT, objectId: ID }),
};
const labOf = (
  config: Record<string, string> = withStudent,
  options: GraphOptions = {},
): Promise<Graph> =>
  graphOf(() => lab(parseConfig(config, "rai-lab", options.stack ?? "dev")), options);

test("everything in the workspace leaves with it, comes anew with a new one, and goes before its successor comes", async () => {
  const { registered } = await labOf(everything);
  const workspace = registered.find((r) => r.name === "databricks-workspace")!;
  const inside = registered.filter((r) => r.type.startsWith("databricks:"));
  expect(inside.map((r) => r.name).sort()).toEqual([
    "access-key",
    "access-reader",
    "access-scope",
    "caps-policy",
    "compute-cluster",
    "compute-permissions",
    "notebook-folder",
    "notebook-helpers",
    "notebook-lexicons",
    "notebook-measures",
    "notebook-notebook",
    "notebook-permissions",
    "notebook-prompts",
    "notebook-settings",
    "notebook-work",
    "notebook-work-permissions",
    "student-user",
  ]);
  for (const r of inside) {
    expect(r, r.name).toMatchObject({
      deletedWith: workspace.urn,
      replaceWith: expect.arrayContaining([workspace.urn]),
      deleteBeforeReplace: true,
    });
    expect(r.provider, r.name).toMatch(/::pulumi:providers:databricks::databricks-provider::/);
  }
  expect(registered.find((r) => r.name === "notebook-clone")).toMatchObject({
    deletedWith: workspace.urn,
    replaceWith: expect.arrayContaining([workspace.urn]),
  });
});

describe("outputs", () => {
  test("are what everything after `up` relies on", async () => {
    const { outputs, logs } = await labOf({ ...withStudent, "rai-lab:expires": "2027-06-30" });
    expect(outputs).toEqual({
      resourceGroupName: "rg-rai-lab-dev",
      location: "eastus2",
      tags: { project: "rai-lab", stack: "dev", "managed-by": "pulumi", expires: "2027-06-30" },
      expires: "2027-06-30",
      openaiEndpoint: "https://oai-rai-lab-dev-9eff68.openai.azure.com/",
      openaiAccountName: "oai-rai-lab-dev-9eff68",
      openaiDeployment: "gpt-35-turbo",
      openaiApiVersion: "v1",
      openaiAuth: "key",
      openaiKey: sealed(KEY),
      model: { name: "gpt-5.6-luna", version: "2026-07-09", sku: "GlobalStandard", capacity: 20 },
      databricksHost: HOST,
      databricksWorkspaceId: "4242",
      databricksWorkspaceResourceId: "/workspaces/dbw-rai-lab-dev",
      managedResourceGroupName: "rg-rai-lab-dev-databricks",
      clusterId: "1123-cluster",
      notebookPath: "/rai-lab/dev/responsible-ai",
      notebookUrl: `${HOST}/?o=4242#workspace/rai-lab/dev/work/responsible-ai`,
      secretScope: "rai-lab-dev",
      readme: expect.stringMatching(/^# Responsible AI lab\n/),
    });
    expect(logs).toEqual([]);
  });

  test("say nothing of an expiry that nobody set", async () => {
    expect((await labOf()).outputs).not.toHaveProperty("expires");
  });
});

test("the account's key is nowhere in clear", async () => {
  const { registered, logs } = await labOf();
  const text = JSON.stringify([registered, logs]);
  const times = text.split(JSON.stringify(sealed(KEY))).length - 1;
  // The secret's value, and the outputs of OpenAi and of the stack.
  expect(times).toBe(3);
  expect(text.replaceAll(JSON.stringify(sealed(KEY)), "")).not.toContain(KEY);
});

describe("without a configured student", () => {
  test("the person who deploys is the student, and is granted nothing on top", async () => {
    const { only, of } = await labOf({}, { answers: azure(PERSON_DEPLOYS) });
    expect(only("Cluster").inputs["singleUserName"]).toBe(DEPLOYER);
    expect([...of("User"), ...of("SecretAcl"), ...of("Permissions")]).toEqual([]);
  });

  test("a service principal is told whom to name before anything is made", async () => {
    const seen: string[] = [];
    const answers = azure();
    const watched = {
      ...answers,
      outputs: (r: Registration) => (seen.push(r.name), answers.outputs(r)),
    };
    const refused = graphOf(program, { answers: watched });
    await expect(refused).rejects.toMatchObject({
      code: "config",
      where: "rai-lab:student",
      message: expect.stringContaining("pulumi config set --path rai-lab:student.userName"),
    });
    expect(seen).toEqual([]);
  });
});

describe("the very first preview, when nothing has an address", () => {
  test.each([
    ["with a student", withStudent],
    ["without", {}],
    ["with every extra", everything],
  ])("plans everything %s", async (_, config: Record<string, string>) => {
    // An invoke through a provider without an address would answer with an empty object.
    const answers = firstPreview({
      ...PERSON_DEPLOYS,
      "databricks:index/getCurrentUser:getCurrentUser": {},
    });
    const preview = await labOf(config, { answers, dryRun: true });
    const up = await labOf(config, { answers: azure(PERSON_DEPLOYS) });
    expect(preview.registered.map((r) => r.urn).sort()).toEqual(
      up.registered.map((r) => r.urn).sort(),
    );
    expect(preview.only("Cluster").inputs["clusterName"]).toBe("rai-lab-dev");
    expect(JSON.stringify(preview.registered)).not.toContain("undefined");
  });
});

test("two stacks at once, in one process, do not meet", async () => {
  const [one, two] = await Promise.all([
    labOf({ ...withStudent, "rai-lab:location": "swedencentral" }, { stack: "s01" }),
    labOf({ ...withStudent, "rai-lab:model": '{"capacity":30}' }, { stack: "s02" }),
  ]);
  expect(one.only("ResourceGroup").inputs).toMatchObject({
    resourceGroupName: "rg-rai-lab-s01",
    location: "swedencentral",
  });
  expect(two.only("ResourceGroup").inputs).toMatchObject({
    resourceGroupName: "rg-rai-lab-s02",
    location: "eastus2",
  });
  expect(one.only("Deployment").inputs["sku"]).toEqual({ name: "GlobalStandard", capacity: 20 });
  expect(two.only("Deployment").inputs["sku"]).toEqual({ name: "GlobalStandard", capacity: 30 });
  expect(JSON.stringify(one.registered)).not.toContain("s02");
});

describe("extras", () => {
  test("are nowhere unless asked for", async () => {
    const { registered } = await labOf();
    expect(registered.map((r) => r.type).join()).not.toMatch(
      /Lock|Budget|DiagnosticSetting|operationalinsights|Policy/,
    );
  });

  test("the lock comes last, and so is lifted before anything is deleted", async () => {
    const { only, registered } = await labOf({ ...everything, ...ENTRA });
    const lock = only("ManagementLockAtResourceGroupLevel");
    const others = registered.filter((r) => r.custom && r !== lock && r.name !== "budget-monthly");
    const unguarded = others.filter((r) => !lock.dependencies.includes(r.urn)).map((r) => r.name);
    expect(unguarded).toEqual([]);
    expect(registered.some((r) => r.dependencies.includes(lock.urn))).toBe(false);
    // A replacement of what is in the group deletes the lock first, and one of the cluster does not.
    const replacing = Object.values(lock.dependsBy).flat();
    const inGroup = others.filter((r) => r.type.startsWith("azure-native:"));
    expect(replacing).toEqual(expect.arrayContaining(inGroup.map((r) => r.urn)));
    expect(replacing.filter((urn) => /::databricks:/.test(urn))).toEqual([]);
  });

  test("the budget counts both groups: Databricks' own holds the machines", async () => {
    const { only } = await labOf(everything);
    expect(only("consumption:Budget").inputs["filter"]).toEqual({
      dimensions: {
        name: "ResourceGroupName",
        operator: "In",
        values: ["rg-rai-lab-dev", "rg-rai-lab-dev-databricks"],
      },
    });
  });

  test("the cluster obeys the policy, and no key is logged in clear", async () => {
    const { only, registered } = await labOf(everything);
    expect(only("Cluster").inputs["policyId"]).toBe("POLICY");
    expect(JSON.stringify(registered).replaceAll(JSON.stringify(sealed(KEY)), "")).not.toContain(
      KEY,
    );
  });
});

describe("without keys", () => {
  const rolesOf = ({ of }: Graph) =>
    Object.fromEntries(
      of("RoleAssignment").map(({ name, inputs: i }) => [
        name,
        [i["principalId"], i["principalType"]],
      ]),
    );

  test("there is no key anywhere, and the student and the deployer get a role", async () => {
    const graph = await labOf(ENTRA);
    expect(graph.outputs).not.toHaveProperty("openaiKey");
    expect(graph.outputs).toMatchObject({ openaiAuth: "entra", secretScope: "rai-lab-dev" });
    expect(graph.of("Secret")).toEqual([]);
    expect(JSON.stringify([graph.registered, graph.logs])).not.toContain(KEY);
    expect(rolesOf(graph)).toEqual({
      "grants-student": [ID, "User"],
      "grants-deployer": ["object", "ServicePrincipal"],
    });
  });

  test("roles and logs hang at the account itself, and are made once its deployment stands", async () => {
    const { of, only } = await labOf({ ...everything, ...ENTRA });
    const [account, deployment] = [only("Account").urn, only("Deployment").urn];
    const log = of("DiagnosticSetting").find((r) => r.name === "diagnostics-openai")!;
    expect(log.dependsBy["resourceUri"]).toEqual([account]);
    for (const role of of("RoleAssignment"))
      expect(role.dependsBy["scope"], role.name).toEqual([account]);
    for (const { dependencies, name } of [log, ...of("RoleAssignment")])
      expect(dependencies, name).toContain(deployment);
  });

  test("a person who deploys for themselves gets one role", async () => {
    const answers = azure(PERSON_DEPLOYS);
    const graph = await labOf({ "rai-lab:openai": '{"auth":"entra"}' }, { answers });
    expect(rolesOf(graph)).toEqual({ "grants-deployer": ["object", "User"] });
  });

  test("a first preview plans the roles too", async () => {
    const preview = await labOf(ENTRA, { answers: firstPreview(), dryRun: true });
    expect(preview.registered.map((r) => r.urn).sort()).toEqual(
      (await labOf(ENTRA)).registered.map((r) => r.urn).sort(),
    );
  });
});

test("the managed group is Databricks' to make", async () => {
  const { of, registered } = await labOf();
  expect(of("ResourceGroup").map((r) => r.inputs["resourceGroupName"])).toEqual(["rg-rai-lab-dev"]);
  expect(
    registered.find((r) => r.name === "databricks-workspace")?.inputs["managedResourceGroupId"],
  ).toBe(`/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-rai-lab-dev-databricks`);
});
