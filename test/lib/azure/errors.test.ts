import { RestError } from "@azure/arm-resources";
import { CredentialUnavailableError } from "@azure/identity";
import { expect, test } from "vitest";
import { LabError } from "../../../infra/errors";
import { isNotFound, refusalOf } from "../../../scripts/lib/azure/errors";

const answered = (statusCode: number, code?: string): RestError =>
  new RestError("It did not work.\nmore", { statusCode, ...(code !== undefined && { code }) });

test.each([
  [
    401,
    "InvalidAuthenticationToken",
    "sign in again (`az login`, or ARM_CLIENT_ID, ARM_CLIENT_SECRET and ARM_TENANT_ID)",
  ],
  [
    403,
    "AuthorizationFailed",
    "ask the subscription's owner for the role Reader on the subscription",
  ],
  [404, "SubscriptionNotFound", "check ARM_SUBSCRIPTION_ID"],
  [429, "TooManyRequests", "run it again in a minute"],
  [501, "NotSimulated", "ask the real Azure: the local cloud has no answer to this"],
  [500, "InternalServerError", "run it again; if it stays, look at https://status.azure.com"],
])("HTTP %i is told in one line with its cure", (status, code, cure) => {
  expect(refusalOf(answered(status, code))).toEqual({
    status,
    code,
    reason: `Azure answered ${status} ${code}: It did not work`,
    cure,
  });
});

test("an answer without a code goes by its status", () => {
  expect(refusalOf(answered(502))).toMatchObject({ code: "502" });
});

test("no answer at all is the network", () => {
  expect(refusalOf(new RestError("getaddrinfo ENOTFOUND x", { code: "ENOTFOUND" }))).toEqual({
    code: "network",
    reason: "Azure did not answer: getaddrinfo ENOTFOUND x",
    cure: "check the network, the proxy and the endpoint, then run it again",
  });
});

test("a credential that is not there is the sign-in", () => {
  expect(refusalOf(new CredentialUnavailableError("no az"))).toMatchObject({
    code: "sign-in",
    reason: "the sign-in was refused: no az",
  });
});

test("our own sign-in error keeps its message and cure; other errors are no refusals", () => {
  expect(refusalOf(new LabError("sign-in", "not signed in", { cure: "do" }))).toEqual({
    code: "sign-in",
    reason: "not signed in",
    cure: "do",
  });
  expect(refusalOf(new LabError("config", "x"))).toBeUndefined();
  expect(refusalOf(new TypeError("a bug"))).toBeUndefined();
});

test("an error that is none of Azure's answers proves nothing", () => {
  expect(isNotFound(answered(404, "ResourceNotFound"))).toBe(true);
  expect(isNotFound(new Error("ResourceNotFound"))).toBe(false);
});
