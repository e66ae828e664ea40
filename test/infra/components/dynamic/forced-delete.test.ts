import { expect, test } from "vitest";
import { deleteWorkspace } from "../../../../infra/components/dynamic/forced-delete";
import { fakeSession, fakeTransport } from "../../../support/azure/fake-transport";

const workspace = { workspaceId: "/subscriptions/s/workspaces/w" };
const URL =
  "https://arm.test/subscriptions/s/workspaces/w?api-version=2026-01-01&forceDeletion=true";

test("deletes by force, and waits for its end", async () => {
  const operation = { status: 202, headers: { "azure-asyncoperation": "https://arm.test/op" } };
  const transport = fakeTransport(operation, { status: 200, body: { status: "Succeeded" } });
  await deleteWorkspace(fakeSession(transport), workspace);
  expect(transport.requests.map((s) => `${s.method} ${s.url}`)).toEqual([
    `DELETE ${URL}`,
    "GET https://arm.test/op",
  ]);
});

test.each([204, 404])("a workspace that is gone (%i) is fine", async (status) => {
  const body = { error: { code: "ResourceNotFound" } };
  const transport = fakeTransport(status === 404 ? { status, body } : { status });
  await deleteWorkspace(fakeSession(transport), workspace);
  expect(transport.requests).toHaveLength(1);
});

test("a refusal fails, so that the workspace is not left as if it were gone", async () => {
  const refusal = { status: 403, body: { error: { code: "AuthorizationFailed", message: "no" } } };
  await expect(
    deleteWorkspace(fakeSession(fakeTransport(refusal)), workspace),
  ).rejects.toMatchObject({
    code: "cloud",
    message: "Deleting /subscriptions/s/workspaces/w failed: HTTP 403 AuthorizationFailed: no",
  });
});
