import { afterEach, expect, test, vi } from "vitest";
import { deletedAccountId, purgeAccount } from "../../../../infra/components/dynamic/purge";
import { fakeSession, fakeTransport } from "../../../support/azure/fake-transport";

const account = {
  subscriptionId: "s",
  resourceGroupName: "g",
  location: "eastus2",
  accountName: "a",
};
const URL =
  "https://arm.test/subscriptions/s/providers/Microsoft.CognitiveServices/locations/eastus2/resourceGroups/g/deletedAccounts/a?api-version=2025-06-01";

afterEach(() => void vi.restoreAllMocks());

test("asks for the purge, and waits for its end", async () => {
  const operation = { status: 202, headers: { location: "https://arm.test/op" } };
  const transport = fakeTransport(operation, { status: 202 }, { status: 204 });
  await purgeAccount(fakeSession(transport), account);
  expect(transport.requests.map((s) => `${s.method} ${s.url}`)).toEqual([
    `DELETE ${URL}`,
    "GET https://arm.test/op",
    "GET https://arm.test/op",
  ]);
});

test("nothing soft-deleted is nothing to do", async () => {
  const warn = vi.spyOn(console, "warn");
  await purgeAccount(
    fakeSession(fakeTransport({ status: 404, body: { error: { code: "ResourceNotFound" } } })),
    account,
  );
  expect(warn).not.toHaveBeenCalled();
});

test("lacking the right is a warning that says which one, not a failure", async () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  await purgeAccount(fakeSession(fakeTransport({ status: 403 })), account);
  expect(warn.mock.calls).toEqual([
    [
      "warning: a is deleted but not purged, for want of the right " +
        "Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts/delete at the subscription. " +
        "Its name and its quota stay held for 48 hours.",
    ],
  ]);
});

test("any other refusal is a failure", async () => {
  const refusal = { status: 400, body: { error: { code: "InvalidX", message: "no" } } };
  await expect(purgeAccount(fakeSession(fakeTransport(refusal)), account)).rejects.toMatchObject({
    code: "cloud",
    message: "Purging a failed: HTTP 400 InvalidX: no",
  });
});

test("a region's display name is escaped", () => {
  expect(deletedAccountId({ ...account, location: "East US 2" })).toContain(
    "/locations/East%20US%202/",
  );
});
