import { expect, test } from "vitest";
import {
  requestWorkspace,
  clustersNamed,
  errorCodeOf,
  requestWorkspaceWithRetry,
} from "../../../infra/azure/workspace-api";
import { fakeSession, fakeTransport } from "../../support/azure/fake-transport";

const address = { resourceId: "/workspaces/w", host: "https://adb-1.1.azuredatabricks.net" };

test("asks as somebody who may manage the workspace in Azure", async () => {
  const transport = fakeTransport({ status: 200, body: {} });
  await requestWorkspace(fakeSession(transport), address, "POST", "/api/2.0/x", { a: 1 });
  expect(transport.requests).toEqual([
    {
      method: "POST",
      url: "https://adb-1.1.azuredatabricks.net/api/2.0/x",
      headers: {
        authorization: "Bearer token for 2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default",
        "content-type": "application/json",
        "x-databricks-azure-sp-management-token": "token for https://arm.test/.default",
        "x-databricks-azure-workspace-resource-id": "/workspaces/w",
      },
      body: { a: 1 },
    },
  ]);
});

test("a workspace that is too busy, or a lost connection, is asked again", async () => {
  const busy = {
    status: 429,
    body: { error_code: "REQUEST_LIMIT_EXCEEDED" },
    headers: { "retry-after": "3" },
  };
  const transport = fakeTransport(busy, { status: 503 }, new Error("reset"), {
    status: 200,
    body: {},
  });
  const answer = await requestWorkspaceWithRetry(
    fakeSession(transport),
    address,
    "POST",
    "/api/2.0/x",
    {
      a: 1,
    },
  );
  expect(answer.status).toBe(200);
  expect(transport.waitsMs).toEqual([3_000, 4_000, 8_000]);
  expect(transport.requests.map(({ body }) => body)).toEqual(Array(4).fill({ a: 1 }));
});

test.each([400, 403, 409, 500])("HTTP %i is an answer", async (status) => {
  const transport = fakeTransport({ status });
  expect(
    (await requestWorkspaceWithRetry(fakeSession(transport), address, "GET", "/api/2.0/x")).status,
  ).toBe(status);
  expect(transport.requests).toHaveLength(1);
});

test("the code of a refusal is found, and a body that is none has none", async () => {
  const answer = new Response('{"error_code":"RESOURCE_ALREADY_EXISTS"}');
  expect(await errorCodeOf(answer)).toBe("RESOURCE_ALREADY_EXISTS");
  expect(await answer.text()).toContain("RESOURCE");
  expect(await errorCodeOf(new Response("<html>"))).toBe("");
  expect(await errorCodeOf(new Response("{}"))).toBe("");
});

test("clusters of one name are found on every page", async () => {
  const cluster = (cluster_id: string, cluster_name: string) => ({
    cluster_id,
    cluster_name,
    state: "RUNNING",
  });
  const pages: Record<string, object> = {
    "/api/2.1/clusters/list?page_size=100": {
      clusters: [cluster("1", "mine")],
      next_page_token: "a b",
    },
    "/api/2.1/clusters/list?page_size=100&page_token=a%20b": { next_page_token: "c" },
    "/api/2.1/clusters/list?page_size=100&page_token=c": {
      clusters: [cluster("2", "other"), cluster("3", "mine")],
    },
  };
  const found = await clustersNamed((path) => Promise.resolve(pages[path]), "mine");
  expect(found.map(({ cluster_id }) => cluster_id)).toEqual(["1", "3"]);
});

test("a workspace that is gone has no clusters", async () => {
  expect(await clustersNamed(() => Promise.resolve(undefined), "mine")).toEqual([]);
});
