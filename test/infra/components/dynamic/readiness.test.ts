import { expect, test } from "vitest";
import { awaitWorkspace } from "../../../../infra/components/dynamic/readiness";
import { fakeSession, fakeTransport } from "../../../support/azure/fake-transport";

const workspace = { workspaceId: "/workspaces/w", host: "https://adb-1.1.azuredatabricks.net" };
const notYet = {
  status: 400,
  body: { error_code: "INVALID_PARAMETER_VALUE", message: "Unknown worker environment" },
};

test("waits until the workspace answers, as somebody who may manage it in Azure", async () => {
  const transport = fakeTransport(
    notYet,
    { ...notYet, headers: { "retry-after-ms": "20" } },
    { status: 200, body: {} },
  );
  await awaitWorkspace(fakeSession(transport), workspace);
  expect(transport.waitsMs).toEqual([10_000, 20]);
  expect(transport.requests[2]).toEqual({
    method: "GET",
    url: "https://adb-1.1.azuredatabricks.net/api/2.1/clusters/list-node-types",
    headers: {
      authorization: "Bearer token for 2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default",
      "x-databricks-azure-sp-management-token": "token for https://arm.test/.default",
      "x-databricks-azure-workspace-resource-id": "/workspaces/w",
    },
  });
});

test("a name that does not resolve yet is waited for too", async () => {
  const lost = new Error("getaddrinfo ENOTFOUND");
  const transport = fakeTransport(lost, lost, lost, lost, lost, lost, { status: 200 });
  await awaitWorkspace(fakeSession(transport), workspace);
  expect(transport.requests).toHaveLength(7);
});

test("a workspace that never answers is an error with its last answer and the way on", async () => {
  const transport = fakeTransport(notYet);
  await expect(awaitWorkspace(fakeSession(transport), workspace)).rejects.toMatchObject({
    code: "cloud",
    message: expect.stringMatching(
      /does not become usable\. Its last answer: HTTP 400.*Unknown worker environment/,
    ),
    cure: "Run the same command again: what was made is kept, and the wait starts anew.",
  });
  expect(transport.requests).toHaveLength(60);
});
