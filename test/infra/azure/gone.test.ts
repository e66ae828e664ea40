/** Which answers prove a resource gone: the same for every part that asks. */
import { RestError } from "@azure/arm-resources";
import { expect, test, vi } from "vitest";
import { provesAbsent, provesGone } from "../../../infra/azure/gone";
import { hasClone } from "../../../infra/components/dynamic/clone";
import { deleteForGood } from "../../../infra/components/dynamic/forced-delete";
import { purgeAccount } from "../../../infra/components/dynamic/purge";
import { removeSeat } from "../../../infra/components/dynamic/seat-cleanup";
import { armResource } from "../../../scripts/engine/cli/arm-resources";
import { isNotFound } from "../../../scripts/lib/azure/errors";
import { isGone } from "../../../scripts/providers/azure-native/errors";
import {
  DatabricksError,
  isNotFound as isAbsent,
} from "../../../scripts/providers/databricks/errors";
import { createSession } from "../../../infra/azure/session";

interface Case {
  what: string;
  status: number;
  text: string;
}

const arm = (status: number, code: string): Case => ({
  what: `HTTP ${status} ${code}`,
  status,
  text: JSON.stringify({ error: { code, message: "a message" } }),
});
const PROOFS = ["ResourceNotFound", "ResourceGroupNotFound", "ParentResourceNotFound"].map((code) =>
  arm(404, code),
);
const NO_PROOFS: Case[] = [
  ...["SubscriptionNotFound", "MissingSubscription", "InvalidResourceType"].map((code) =>
    arm(404, code),
  ),
  ...["ResourceProviderNotFound", "InvalidResourceNamespace", "NotFound"].map((code) =>
    arm(404, code),
  ),
  { what: "a proxy's page", status: 404, text: "<html>Not Found</html>" },
  { what: "no body", status: 404, text: "" },
  { what: "JSON of another service", status: 404, text: '{"message":"Not Found"}' },
  arm(401, "InvalidAuthenticationTokenTenant"),
  arm(403, "AuthorizationFailed"),
  arm(403, "ResourceNotFound"),
];

/** A session whose every request has one answer. */
const sessionOf = ({ status, text }: Case) =>
  createSession(
    { resourceManager: "https://arm.test", audience: "a", authority: "b", custom: true },
    { getToken: () => Promise.resolve({ token: "t", expiresOnTimestamp: 0 }) },
    {
      sleep: () => Promise.resolve(),
      fetch: () => Promise.resolve(new Response(text, { status })),
    },
  );

const ID = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Databricks/workspaces/w";
const ACCOUNT = { subscriptionId: "s", resourceGroupName: "g", location: "l", accountName: "a" };
const SEAT = {
  resourceId: ID,
  workspaceId: "1",
  host: "https://adb.test",
  clusterName: "c",
  scopeName: "s",
  folder: "/f",
};

/** Resolves when the caller takes the answer for a proof; rejects, or answers false, when it does not. */
const CALLERS: Record<string, (answer: Case) => unknown> = {
  "forced delete": (answer) => deleteForGood(sessionOf(answer), ID, {}),
  purge: (answer) => purgeAccount(sessionOf(answer), ACCOUNT),
  "seat cleanup": (answer) => removeSeat(sessionOf(answer), SEAT),
  "end of a poll": (answer) =>
    sessionOf(answer).pollUntilDone(
      new Response(null, { status: 202, headers: { location: "https://arm.test/op" } }),
      "It",
    ),
  "the CLI's repair": async (answer) =>
    (await armResource(sessionOf(answer), ID, "v")) === undefined,
  "proof and doctor": ({ status, text }) => {
    const { error } = (text.startsWith("{") ? JSON.parse(text) : {}) as {
      error?: { code: string };
    };
    return isNotFound(new RestError("no", { statusCode: status, ...error }));
  },
  "stand-in of azure-native": ({ status, text }) => {
    const json: unknown = text.startsWith("{") ? JSON.parse(text) : undefined;
    return isGone({ status, headers: new Headers(), text, json }, ID);
  },
};

const takesForGone = async (caller: (answer: Case) => unknown, answer: Case): Promise<boolean> => {
  try {
    return (await caller(answer)) !== false;
  } catch {
    return false;
  }
};

test.each(Object.entries(CALLERS))("%s takes only a proof for one", async (name, caller) => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  const all = [...PROOFS, ...NO_PROOFS];
  const taken: string[] = [];
  for (const answer of all) if (await takesForGone(caller, answer)) taken.push(answer.what);
  // Without the right to purge, the purge warns and goes on; it does not say that nothing is there.
  const warned = name === "purge" ? NO_PROOFS.filter(({ status }) => status === 403) : [];
  expect(taken).toEqual([...PROOFS, ...warned].map(({ what }) => what));
  expect(warn).toHaveBeenCalledTimes(warned.length);
  warn.mockRestore();
});

test("a service's own word counts for its resources alone", () => {
  const budget = "/subscriptions/s/providers/Microsoft.Consumption/budgets/b";
  for (const code of ["404", "NotFound"]) {
    expect(provesGone(404, code, budget)).toBe(true);
    expect(provesGone(404, code, ID)).toBe(false);
  }
  expect(provesGone(404, "SubscriptionNotFound", budget)).toBe(false);
  for (const code of ["RoleAssignmentNotFound", "LockNotFound"])
    expect(provesGone(404, code)).toBe(true);
});

test("of what is inside a workspace only the workspace's own words are a proof", async () => {
  const word = (status: number, code: string): Case => ({
    what: code,
    status,
    text: JSON.stringify({ error_code: code }),
  });
  const clone = { workspaceId: ID, host: "https://adb.test", from: "/a", to: "/b" };
  for (const code of ["RESOURCE_DOES_NOT_EXIST", "NOT_FOUND"]) {
    expect(await hasClone(sessionOf(word(404, code)), clone)).toBe(false);
    expect(isAbsent(new DatabricksError(404, code, ""))).toBe(true);
  }
  for (const answer of [
    word(404, "ENDPOINT_NOT_FOUND"),
    word(404, "FEATURE_DISABLED"),
    word(403, "RESOURCE_DOES_NOT_EXIST"),
    ...NO_PROOFS,
  ]) {
    await expect(hasClone(sessionOf(answer), clone), answer.what).rejects.toThrow();
    expect(isAbsent(new DatabricksError(answer.status, "", answer.text))).toBe(false);
  }
  expect(provesAbsent(404, "SCIM_404")).toBe(true);
});
