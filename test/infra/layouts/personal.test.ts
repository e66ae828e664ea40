import { expect, test } from "vitest";
import { parseConfig } from "../../../infra/config";
import { buildPersonal } from "../../../infra/layouts/personal";
import { readStackContext } from "../../../infra/layouts/stack-context";
import { graphOf } from "../../support/graph";
import { CLASS_OUTPUTS, HOST } from "../../support/graph/azure";
import { testWorkspace, STUDENT } from "../../support/graph/parts";

const personal = (policyId?: string) =>
  graphOf(async () => {
    const config = parseConfig(
      { "rai-lab:student": JSON.stringify({ userName: STUDENT }) },
      "rai-lab",
      "s01",
    );
    const { model } = CLASS_OUTPUTS;
    const outputs = { ...CLASS_OUTPUTS, model, openaiAuth: "key" as const, openaiKey: "canary" };
    const shared = { outputs, accountId: "/accounts/a", policyId, workspace: testWorkspace() };
    const deployment = { name: "gpt-35-turbo-s01", existing: "gpt-35-turbo-s01" };
    return buildPersonal(config, await readStackContext(config), shared, deployment).outputs;
  });

test("puts one student's things, and nothing else, on what is shared", async () => {
  const { registered, outputs, only } = await personal();
  expect(registered.filter((r) => r.type.startsWith("azure-native:")).map((r) => r.name)).toEqual([
    "databricks-workspace",
  ]);
  expect(only("Cluster").inputs).toMatchObject({
    clusterName: "rai-lab-s01",
    singleUserName: STUDENT,
  });
  expect(outputs).toMatchObject({
    resourceGroupName: CLASS_OUTPUTS.resourceGroupName,
    openaiDeployment: "gpt-35-turbo-s01",
    notebookPath: "/rai-lab/s01/responsible-ai",
    notebookUrl: `${HOST}/?o=4242#workspace/rai-lab/s01/work/responsible-ai`,
    secretScope: "rai-lab-s01",
    tags: { stack: "s01" },
  });
});

test("tells the notebook of the student's own deployment and scope", async () => {
  const { registered } = await personal();
  const { contentBase64 } = registered.find((r) => r.name === "notebook-settings")!.inputs as {
    contentBase64: string;
  };
  expect(JSON.parse(Buffer.from(contentBase64, "base64").toString())).toEqual({
    endpoint: CLASS_OUTPUTS.openaiEndpoint,
    deployment: "gpt-35-turbo-s01",
    api_version: "2024-10-21",
    secret_scope: "rai-lab-s01",
    secret_key: "openai-key",
  });
});

test("the cluster obeys a policy where there is one", async () => {
  expect((await personal()).only("Cluster").inputs).not.toHaveProperty("policyId");
  expect((await personal("CAPS")).only("Cluster").inputs["policyId"]).toBe("CAPS");
});
