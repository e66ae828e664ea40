import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { prove, proofExitCode, type Proof } from "../../scripts/proof";
import { ok, refusal, startFakeArm, type FakeArm } from "../support/azure/fake-arm";
import { names, STACK, SUBSCRIPTION } from "../support/doctor/context";

let arm: FakeArm;
beforeAll(async () => void (arm = await startFakeArm()));
afterAll(() => arm.stop());
beforeEach(() => {
  arm.reset();
  arm.answers.set("/providers/microsoft.cognitiveservices/deletedaccounts", ok({ value: [] }));
  const logs = "/providers/microsoft.operationalinsights/deletedworkspaces";
  arm.answers.set(logs, ok({ value: [] }));
});

const ID = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Consumption/budgets/${names.budget}`;
const PATH = `/providers/microsoft.consumption/budgets/${names.budget}`;
const budget = { amount: 50, emails: ["teacher@school.example"], start: "2026-12-01" };
const look = (more: object = { budget }): Promise<Proof> =>
  prove({ config: { ...STACK, ...more }, session: arm.session });
const looked = ({ looked }: Proof): string | undefined =>
  looked.find(({ kind }) => kind === "budget")?.state;

test("a budget that outlived the lab is found at the subscription, with its cure", async () => {
  arm.answers.set(PATH, ok({ id: ID, name: names.budget, properties: { amount: 50 } }));
  const proof = await look();
  expect(proof.left).toEqual([
    {
      kind: "budget",
      id: ID,
      note: `writes e-mails about a lab that is gone: az consumption budget delete --budget-name ${names.budget}`,
    },
  ]);
  expect(proofExitCode(proof)).toBe(1);
  expect(arm.requests).toContain(
    `${PATH.replace("microsoft.consumption", "Microsoft.Consumption")}?api-version=2024-08-01`,
  );
});

test.each(["404", "NotFound", "ResourceNotFound"])(
  "it is gone when the service says %s",
  async (code) => {
    arm.answers.set(PATH, refusal(404, code, "Budget is not found."));
    const proof = await look();
    expect([looked(proof), proof.unknown]).toEqual(["gone", []]);
  },
);

test.each([
  [404, "SubscriptionNotFound"],
  [403, "AuthorizationFailed"],
  [400, "400"],
])("after %s %s nobody knows", async (status, code) => {
  arm.answers.set(PATH, refusal(status, code, "no"));
  const proof = await look();
  expect([looked(proof), proof.unknown.map((one) => one.code)]).toEqual(["unknown", [code]]);
  expect(proofExitCode(proof)).toBe(2);
});

test("where none is configured none is asked for: some offers refuse the question", async () => {
  const proof = await look({});
  expect(looked(proof)).toBeUndefined();
  expect(arm.requests.join()).not.toMatch(/consumption/i);
});
