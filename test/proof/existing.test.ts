/** What the proof and the commands make of a stack in an account that existed before it. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { proofExitCode, prove, type RecordedStack, resourcesOutside } from "../../scripts/proof";
import { otherSubscriptions, recordedPlaces } from "../../scripts/proof/places";
import { ok, refusal, startFakeArm, type FakeArm } from "../support/azure/fake-arm";
import { STACK, SUBSCRIPTION } from "../support/doctor/context";

let arm: FakeArm;
beforeAll(async () => {
  arm = await startFakeArm();
});
afterAll(() => arm.stop());
beforeEach(() => {
  arm.reset();
  arm.answers.set("/providers/microsoft.cognitiveservices/deletedaccounts", ok({ value: [] }));
  arm.answers.set("/providers/microsoft.operationalinsights/deletedworkspaces", ok({ value: [] }));
});

const group = `/subscriptions/${SUBSCRIPTION}/resourceGroups/school`;
const openaiAccountId = `${group}/providers/Microsoft.CognitiveServices/accounts/oai-school`;
const chat = `${openaiAccountId}/deployments/chat`;
const config = { ...STACK, deploymentName: "chat", existing: { openaiAccountId } };
const MARKED = { project: STACK.project, stack: STACK.stack };

const deployed = (tags?: Record<string, string>): void => {
  const path = chat.replace(`/subscriptions/${SUBSCRIPTION}`, "").toLowerCase();
  arm.answers.set(path, ok({ id: chat, tags, properties: {} }));
};
const recorded: RecordedStack = {
  count: 1,
  resources: [{ type: "azure-native:cognitiveservices:Deployment", id: chat, inputs: {} }],
};
const proof = (more: object = {}) => prove({ config, session: arm.session, ...more });
const kept = [{ kind: "account", id: openaiAccountId }];

test("the account is kept and never looked at; nothing of the stack is left", async () => {
  const proven = await proof();
  expect(proven).toMatchObject({ left: [], unknown: [], kept });
  expect(proofExitCode(proven)).toBe(0);
  const asked = arm.requests.map((url) => url.toLowerCase().split("?")[0]);
  expect(asked).not.toContain("/resourcegroups/school");
  expect(asked.filter((url) => url?.endsWith("/oai-school"))).toEqual([]);
});

test.each([
  ["no tags", undefined],
  ["the tags of another stack", { ...MARKED, stack: "spring" }],
])("a deployment with %s is theirs: neither left nor in a state's reach", async (_, tags) => {
  deployed(tags);
  const proven = await proof();
  expect(proven).toMatchObject({ left: [], kept });
  expect(proven.looked).toContainEqual({ kind: "deployment", id: chat, state: "theirs" });
  expect(await resourcesOutside({ config, session: arm.session })).toMatchObject({
    exists: false,
    existing: [],
    theirs: [{ kind: "deployment", id: chat }],
  });
});

test("a deployment with the stack's tags is left, and can be taken over", async () => {
  deployed(MARKED);
  expect((await proof()).left).toEqual([
    { kind: "deployment", id: chat, note: "holds quota: run lab destroy again" },
  ]);
  expect(await resourcesOutside({ config, session: arm.session })).toMatchObject({
    exists: true,
    existing: [{ kind: "deployment", id: chat }],
    theirs: [],
  });
});

test("a recorded deployment is the stack's own, whatever its tags and today's settings", async () => {
  deployed();
  const renamed = { ...config, deploymentName: "other" };
  const { left } = await proof({ config: renamed, recorded });
  expect(left.map(({ id }) => id)).toEqual([chat]);
});

test("an account that may not be read is unknown, and never counts as empty", async () => {
  const path = chat.replace(`/subscriptions/${SUBSCRIPTION}`, "").toLowerCase();
  arm.answers.set(path, refusal(403, "AuthorizationFailed", "no right"));
  const proven = await proof();
  expect(proven.unknown).toMatchObject([{ kind: "deployment", code: "AuthorizationFailed" }]);
  expect(proofExitCode(proven)).toBe(2);
});

test("a state that records only what is in it names no group, and no other subscription", () => {
  expect(recordedPlaces(recorded)).toEqual([]);
  expect(otherSubscriptions(recorded, "another")).toEqual([]);
});
