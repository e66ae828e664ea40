import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { modelUserName } from "../../infra/names/role-assignment-name";
import { namesOf } from "../../infra/names/physical-names";
import { prove, proofExitCode, type Proof } from "../../scripts/proof";
import { ok, refusal, startFakeArm, type FakeArm } from "../support/azure/fake-arm";
import { SUBSCRIPTION } from "../support/doctor/context";

let arm: FakeArm;
beforeAll(async () => void (arm = await startFakeArm()));
afterAll(() => arm.stop());
beforeEach(() => arm.reset());

const OBJECT = "00000000-0000-4000-8000-00000000000A";
const SEAT = { project: "rai-lab", stack: "s01", layout: "seat", classStack: "spring" } as const;
const { resourceGroup, openaiAccount } = namesOf({
  subscriptionId: SUBSCRIPTION,
  project: "rai-lab",
  stack: "spring",
});
const ACCOUNT = `/resourceGroups/${resourceGroup}/providers/Microsoft.CognitiveServices/accounts/${openaiAccount}`;
const ROLE = `${ACCOUNT}/providers/Microsoft.Authorization/roleAssignments/${modelUserName(`/subscriptions/${SUBSCRIPTION}${ACCOUNT}`, OBJECT)}`;
const ID = `/subscriptions/${SUBSCRIPTION}${ROLE}`;
const student = { userName: "student@rai-lab.example", objectId: OBJECT };
const look = (more: object = { student }): Promise<Proof> =>
  prove({ config: { ...SEAT, ...more }, session: arm.session });
const looked = ({ looked }: Proof): string | undefined =>
  looked.find(({ kind }) => kind === "role assignment")?.state;

test("a role that outlived the seat is found at the class's account, with its cure", async () => {
  arm.answers.set(ROLE.toLowerCase(), ok({ id: ID, properties: { principalId: OBJECT } }));
  const proof = await look();
  expect(proof.left).toEqual([
    {
      kind: "role assignment",
      id: ID,
      note: `the student may still ask the class's model: az role assignment delete --ids ${ID}`,
    },
  ]);
  expect(proofExitCode(proof)).toBe(1);
  expect(arm.requests).toContain(`${ROLE}?api-version=2022-04-01`);
});

test.each(["RoleAssignmentNotFound", "ResourceNotFound", "ResourceGroupNotFound"])(
  "it is gone when Azure says %s",
  async (code) => {
    arm.answers.set(ROLE.toLowerCase(), refusal(404, code, "not found"));
    const proof = await look();
    expect([looked(proof), proof.left, proof.unknown]).toEqual(["gone", [], []]);
  },
);

test("who may not see it knows nothing of it", async () => {
  arm.answers.set(ROLE.toLowerCase(), refusal(403, "AuthorizationFailed", "The client may not."));
  const proof = await look();
  expect([looked(proof), proofExitCode(proof)]).toEqual(["unknown", 2]);
});

test("a student without an object id never had one", async () => {
  expect(looked(await look({ student: { userName: student.userName } }))).toBeUndefined();
  expect(looked(await look({}))).toBeUndefined();
});
