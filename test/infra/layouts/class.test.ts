import { expect, test } from "vitest";
import { classStack } from "../../../infra/layouts/class";
import { parseConfig } from "../../../infra/config";
import { graphOf } from "../../support/graph";
import { HOST, KEY } from "../../support/graph/azure";

const classOf = (raw: Record<string, string> = {}) =>
  graphOf(() =>
    classStack(parseConfig({ "rai-lab:layout": "class", ...raw }, "rai-lab", "spring")),
  );

test("its outputs are what a seat builds on", async () => {
  const { outputs } = await classOf({ "rai-lab:policy": "{}", "rai-lab:expires": "2027-06-30" });
  expect(outputs).toMatchObject({
    resourceGroupName: "rg-rai-lab-spring",
    location: "eastus2",
    openaiDeployment: "gpt-35-turbo",
    openaiAuth: "key",
    openaiKey: { value: KEY },
    databricksHost: HOST,
    databricksWorkspaceId: "4242",
    clusterPolicyId: "POLICY",
    expires: "2027-06-30",
    readme: expect.stringMatching(/^# Responsible AI class\n/),
  });
  expect(outputs["openaiAccountResourceId"]).toMatch(/^\/accounts\/oai-rai-lab-spring-/);
  for (const own of ["clusterId", "notebookPath", "notebookUrl", "secretScope", "seatDeployments"])
    expect(outputs).not.toHaveProperty(own);
});

test("with deployments of their own there is none for all", async () => {
  const { outputs } = await classOf({ "rai-lab:seats": '["s01"]' });
  expect(outputs["seatDeployments"]).toEqual({ s01: "gpt-35-turbo-s01" });
  expect(outputs).not.toHaveProperty("openaiDeployment");
});

test("without keys who deploys gets the role; the students get it with their seats", async () => {
  const { of, outputs } = await classOf({ "rai-lab:openai": '{"auth":"entra"}' });
  expect(of("RoleAssignment").map((r) => r.name)).toEqual(["grants-deployer"]);
  expect(outputs).not.toHaveProperty("openaiKey");
});

test("the lock comes last", async () => {
  const { only, registered } = await classOf({
    "rai-lab:lock": "true",
    "rai-lab:diagnostics": "true",
  });
  const lock = only("ManagementLockAtResourceGroupLevel");
  const unguarded = registered.filter(
    (r) => r.custom && r !== lock && !lock.dependencies.includes(r.urn),
  );
  expect(unguarded.map((r) => r.name)).toEqual([]);
  const replacing = Object.values(lock.dependsBy).flat();
  const late = registered.filter(
    (r) => r.type.startsWith("azure-native:") && r !== lock && !replacing.includes(r.urn),
  );
  expect(late.map((r) => r.name)).toEqual([]);
});
