import { isRestError } from "@azure/arm-resources";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { azureClients } from "../../../scripts/lib/azure/clients";
import { listAll } from "../../../scripts/lib/azure/list";
import { isNotFound } from "../../../scripts/lib/azure/errors";
import { ok, refusal, startFakeArm, type FakeArm } from "../../support/azure/fake-arm";

let arm: FakeArm;
beforeAll(async () => void (arm = await startFakeArm()));
afterAll(() => arm.stop());
beforeEach(() => arm.reset());
const list = (): Promise<number[]> =>
  listAll(azureClients(arm.session).resources, arm.session.endpoint, "/things", {
    "api-version": "2022-04-01",
  });

test("all pages in their order", async () => {
  arm.answers.set(
    "/things",
    ok({ value: [1, 2], nextLink: `${arm.session.endpoint}/more?page=2` }),
  );
  arm.answers.set("/more", ok({ value: [3], nextLink: null }));
  expect(await list()).toEqual([1, 2, 3]);
  expect(arm.requests).toEqual(["/things?api-version=2022-04-01", "/more?page=2"]);
});

test("a list that goes round in circles ends", async () => {
  arm.answers.set("/things", ok({ value: [1], nextLink: `${arm.session.endpoint}/things?again` }));
  expect(await list()).toHaveLength(100);
});

test("a refusal is the vendor's own error, with Azure's code; a page that is not Azure's has none", async () => {
  arm.answers.set("/things", refusal(403, "AuthorizationFailed", "The client may not."));
  const error: unknown = await list().catch((reason: unknown) => reason);
  expect(isRestError(error)).toBe(true);
  expect(error).toMatchObject({
    statusCode: 403,
    code: "AuthorizationFailed",
    message: "The client may not.",
  });
  arm.answers.set("/things", { status: 200, body: "<html>" });
  await expect(list()).rejects.toThrow("HTTP 200, and the answer is not JSON");
  arm.answers.set("/things", { status: 404, body: "<html>" });
  const other: unknown = await list().catch((reason: unknown) => reason);
  expect([isRestError(other), isNotFound(other)]).toEqual([true, false]);
});
