import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { MODEL_USER, modelUserName } from "../../infra/names/role-assignment-name";
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
const ROLES = `${ACCOUNT}/providers/Microsoft.Authorization/roleAssignments`;
const SCOPE = `/subscriptions/${SUBSCRIPTION}${ACCOUNT}`;
/** As the program names it, and as somebody who made it by hand does. */
const NAMES = [modelUserName(SCOPE, OBJECT), "11111111-1111-4111-8111-111111111111"];
const idOf = (name: string): string => `/subscriptions/${SUBSCRIPTION}${ROLES}/${name}`;
const assigned = (name: string, change: object = {}) =>
  ok({
    value: [
      {
        id: idOf(name),
        properties: {
          scope: SCOPE.toLowerCase(),
          principalId: OBJECT,
          roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${MODEL_USER}`,
          ...change,
        },
      },
    ],
  });
const student = { userName: "student@rai-lab.example", objectId: OBJECT };
const look = (more: object = { student }): Promise<Proof> =>
  prove({ config: { ...SEAT, ...more }, session: arm.session });
const looked = ({ looked }: Proof): string | undefined =>
  looked.find(({ kind }) => kind === "role assignment")?.state;

test.each(NAMES)("a role that outlived the seat is found whatever its name: %s", async (name) => {
  arm.answers.set(ROLES.toLowerCase(), assigned(name));
  const proof = await look();
  expect(proof.left).toEqual([
    {
      kind: "role assignment",
      id: idOf(name),
      note: `the student may still ask the class's model: az role assignment delete --ids ${idOf(name)}`,
    },
  ]);
  expect(proofExitCode(proof)).toBe(1);
  const [request = ""] = arm.requests.filter((url) => url.startsWith(ROLES));
  expect(decodeURIComponent(request)).toBe(
    `${ROLES}?api-version=2022-04-01&$filter=principalId eq '${OBJECT}'`,
  );
});

test("another role, or the same one elsewhere, is none of the seat's", async () => {
  const elsewhere = { scope: `/subscriptions/${SUBSCRIPTION}` };
  const other = { roleDefinitionId: "/providers/Microsoft.Authorization/roleDefinitions/other" };
  for (const change of [elsewhere, other]) {
    arm.answers.set(ROLES.toLowerCase(), assigned(NAMES[0]!, change));
    expect(looked(await look())).toBe("gone");
  }
});

test.each(["ResourceNotFound", "ResourceGroupNotFound", "ParentResourceNotFound"])(
  "it is gone when Azure says %s",
  async (code) => {
    arm.answers.set(ROLES.toLowerCase(), refusal(404, code, "not found"));
    const proof = await look();
    expect([looked(proof), proof.left, proof.unknown]).toEqual(["gone", [], []]);
  },
);

test("who may not see it knows nothing of it", async () => {
  arm.answers.set(ROLES.toLowerCase(), refusal(403, "AuthorizationFailed", "The client may not."));
  const proof = await look();
  expect([looked(proof), proofExitCode(proof)]).toEqual(["unknown", 2]);
});

test("a student without an object id never had one", async () => {
  expect(looked(await look({ student: { userName: student.userName } }))).toBeUndefined();
  expect(looked(await look({}))).toBeUndefined();
});
