import { expect, test } from "vitest";
import { Compute } from "../../../infra/components/compute";
import type { Student } from "../../../infra/components/student";
import type { Workspace } from "../../../infra/components/workspace";
import { type Graph, graphOf } from "../../support/graph";
import { testStudent, testWorkspace, deployerAsStudent, STUDENT } from "../../support/graph/parts";

const compute = (studentOf: (w: Workspace) => Student): Promise<Graph> =>
  graphOf(() => {
    const workspace = testWorkspace();
    const { clusterId } = new Compute("compute", {
      workspace,
      student: studentOf(workspace),
      clusterName: "lab",
      runtime: "16.4.x-cpu-ml-scala2.12",
      nodeType: "Standard_D4ds_v5",
      autoterminationMinutes: 20,
      library: "openai==2.54.0",
    });
    return { clusterId };
  });

test("is one node of the student's own, without GPU or Photon, with the library inline", async () => {
  const graph = await compute(testStudent);
  expect(graph.only("Cluster").inputs).toEqual({
    clusterName: "lab",
    sparkVersion: "16.4.x-cpu-ml-scala2.12",
    nodeTypeId: "Standard_D4ds_v5",
    driverNodeTypeId: "Standard_D4ds_v5",
    autoterminationMinutes: 20,
    dataSecurityMode: "SINGLE_USER",
    singleUserName: STUDENT,
    runtimeEngine: "STANDARD",
    numWorkers: 0,
    sparkConf: { "spark.databricks.cluster.profile": "singleNode", "spark.master": "local[*]" },
    customTags: { ResourceClass: "SingleNode" },
    libraries: [{ pypi: { package: "openai==2.54.0" } }],
  });
  expect(graph.of("Library")).toEqual([]);
  expect(graph.outputs).toEqual({ clusterId: "1123-cluster" });
});

test("another library makes another cluster: a running one refuses it", async () => {
  expect((await compute(testStudent)).only("Cluster")).toMatchObject({
    replaceOnChanges: ["libraries"],
    deleteBeforeReplace: true,
  });
});

test("the student may start it again, and not change it", async () => {
  expect((await compute(testStudent)).only("Permissions").inputs).toEqual({
    clusterId: "1123-cluster",
    accessControls: [{ userName: STUDENT, permissionLevel: "CAN_RESTART" }],
  });
});

test("a deployer's own rights are not lowered: Databricks refuses that", async () => {
  expect((await compute(deployerAsStudent)).of("Permissions")).toEqual([]);
});
