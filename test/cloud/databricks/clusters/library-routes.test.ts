import { afterEach, beforeEach, expect, it } from "vitest";
import {
  runningCluster,
  settledCluster,
  SPEC,
  testWorkspace,
  type TestWorkspace,
} from "../../../support/databricks/workspace";

let w: TestWorkspace;
beforeEach(async () => {
  w = await testWorkspace();
});
afterEach(() => w.close());

const pypi = (requirement: string) => ({ pypi: { package: requirement } });
const post = (path: string, cluster_id: string, ...requirements: string[]) =>
  w.call("POST", `/api/2.0/libraries/${path}`, { cluster_id, libraries: requirements.map(pypi) });
interface Status {
  library: { pypi: { package: string } };
  status: string;
  messages?: string[];
}
const statuses = async (cluster: string): Promise<Status[]> =>
  (
    (await w.call("GET", `/api/2.0/libraries/cluster-status?cluster_id=${cluster}`)).body as {
      library_statuses?: Status[];
    }
  ).library_statuses ?? [];
async function settled(cluster: string): Promise<Status[]> {
  for (let i = 0; i < 20; i++) {
    const found = await statuses(cluster);
    if (found.every((s) => !["PENDING", "INSTALLING"].includes(s.status))) return found;
  }
  throw new Error("libraries never settled");
}

it("waits for the cluster, then installs", async () => {
  const { body } = await w.call("POST", "/api/2.1/clusters/create", SPEC);
  const id = body.cluster_id as string;
  expect((await post("install", id, "openai==2.54.0")).body).toEqual({});
  expect((await statuses(id)).map((s) => s.status)).toEqual(["PENDING"]);
  await settledCluster(w.call, id);
  expect((await statuses(id)).map((s) => s.status)).toEqual(["INSTALLING"]);
  expect(await settled(id)).toEqual([
    { library: pypi("openai==2.54.0"), status: "INSTALLED", is_library_for_all_clusters: false },
  ]);
});

it("fails an installation by plan, and installs at the next try", async () => {
  const id = await runningCluster(w.call);
  const answer = { status: 500, code: "FAILED", message: "PyPI does not answer" };
  w.world.faults.set([{ operation: "databricks/libraries/install/end", nth: 1, answer }]);
  await post("install", id, "openai==2.54.0");
  expect(await settled(id)).toMatchObject([{ status: "FAILED", messages: [answer.message] }]);
  await post("install", id, "openai==2.54.0");
  expect(await settled(id)).toMatchObject([{ status: "INSTALLED" }]);
});

it("accepts a version that does not exist, and fails it later with pip's words", async () => {
  const id = await runningCluster(w.call);
  expect((await post("install", id, "openai==9.9.9")).status).toBe(200);
  const [found] = await settled(id);
  expect(found?.status).toBe("FAILED");
  expect(found?.messages?.[0]).toMatch(
    /Pip could not find a version that satisfies the requirement.*openai==9\.9\.9/,
  );
  expect(found?.messages?.[0]).toContain("Error Code: NO_MATCHING_DISTRIBUTION_ERROR");
});

it("takes a library off at the restart, not before", async () => {
  const id = await runningCluster(w.call);
  await post("install", id, "openai==2.54.0");
  await settled(id);
  await post("uninstall", id, "openai==2.54.0");
  expect((await statuses(id)).map((s) => s.status)).toEqual(["UNINSTALL_ON_RESTART"]);
  await w.call("POST", "/api/2.1/clusters/restart", { cluster_id: id });
  await settledCluster(w.call, id);
  expect(await statuses(id)).toEqual([]);
});

it("cannot change a version on a running cluster", async () => {
  const id = await runningCluster(w.call);
  await post("install", id, "openai==2.53.0");
  await settled(id);
  await post("uninstall", id, "openai==2.53.0");
  await post("install", id, "openai==2.54.0");
  const changed = (await settled(id)).find((s) => s.library.pypi.package === "openai==2.54.0");
  expect(changed?.status).toBe("FAILED");
  expect(changed?.messages?.[0]).toMatch(/^PyPI package openai has been installed already\./);
});

it("installs again when a stopped cluster comes back", async () => {
  const id = await runningCluster(w.call);
  await post("install", id, "openai==2.54.0");
  await settled(id);
  await w.call("POST", "/api/2.1/clusters/delete", { cluster_id: id });
  await settledCluster(w.call, id);
  expect((await statuses(id)).map((s) => s.status)).toEqual(["PENDING"]);
  await w.call("POST", "/api/2.1/clusters/start", { cluster_id: id });
  await settledCluster(w.call, id);
  expect((await settled(id)).map((s) => s.status)).toEqual(["INSTALLED"]);
});

it("refuses an unknown cluster and a library of two kinds", async () => {
  expect((await post("install", "0101-000000-deadbeef", "openai==2.54.0")).body).toMatchObject({
    error_code: "INVALID_PARAMETER_VALUE",
    message: "Cluster 0101-000000-deadbeef does not exist",
  });
  const cluster_id = await runningCluster(w.call);
  const both = { cluster_id, libraries: [{ ...pypi("openai==2.54.0"), jar: "x.jar" }] };
  expect((await w.call("POST", "/api/2.0/libraries/install", both)).status).toBe(400);
});
