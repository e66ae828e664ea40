/**
 * The least rights for a lab: `lab up`, `lab probe` and `lab destroy` with its proof run with the role of docs/approve/ and
 * nothing else, and with any one of its actions taken away a command is refused, by a cloud that checks each call's own action.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Approval, roleFile, withoutAction } from "../support/approve";
import type { CommandUnderProof } from "../support/approve/messages";
import { DOCTORS_QUESTIONS, refusalOf, UNNEEDED } from "../support/approve/refusals";
import { seconds } from "../support/time-limits";

const role = roleFile("lab");
const ROLES = [{ role }];
const ofType = (type: string, ...verbs: string[]): string[] =>
  verbs.map((verb) => `Microsoft.${type}/${verb}`);

/**
 * Which command needs each action first, in an order in which one stack can be refused again and again: what a refused
 * command has made or deleted is there for the next. A lab has two branches, made side by side, so that two stacks are needed.
 */
const LIVES: Record<string, [CommandUnderProof, string[]][]> = {
  "the workspace, and the account's deletion": [
    [
      "up",
      [
        ...ofType("Resources/subscriptions/resourceGroups", "read", "write"),
        ...ofType("Databricks/workspaces", "read", "write"),
        ...ofType("Databricks/locations/operationstatuses", "read"),
        ...ofType("Databricks/workspaces", "assignWorkspaceAdmin/action"),
      ],
    ],
    [
      "destroy",
      [
        ...ofType("CognitiveServices/accounts", "deployments/delete", "delete"),
        ...ofType("CognitiveServices/locations/resourceGroups/deletedAccounts", "delete"),
      ],
    ],
  ],
  "the account, and the workspace's deletion": [
    [
      "up",
      [
        ...ofType("CognitiveServices/accounts", "read", "write"),
        ...ofType("CognitiveServices/locations/operationResults", "read"),
        ...ofType("CognitiveServices/accounts", "deployments/read", "deployments/write"),
        ...ofType("CognitiveServices/accounts", "listKeys/action"),
      ],
    ],
    [
      "destroy",
      [
        ...ofType("Databricks/workspaces", "delete"),
        ...ofType("Resources/subscriptions", "resourceGroups/delete", "operationresults/read"),
        // The proof's: what is deleted stays deleted, and it is not known whether that is all.
        ...ofType("CognitiveServices/deletedAccounts", "read"),
        ...ofType("OperationalInsights", "workspaces/read", "deletedWorkspaces/read"),
      ],
    ],
  ],
};

describe("the role of a lab", { timeout: seconds(10) }, () => {
  let approval: Approval;
  beforeAll(async () => (approval = await Approval.start()), seconds(30));
  afterAll(() => approval.stop());

  test("is enough for up, probe and destroy, and what they call for is in it", async () => {
    approval.settings("enough");
    approval.grant(ROLES);
    const called = new Set<string>();
    for (const [command, code] of [
      ["up", 0],
      ["probe", 3],
      ["destroy", 0],
    ] as const) {
      const did = await approval.run(command, "enough");
      expect(did.exitCode, did.said).toBe(code);
      for (const action of did.called) called.add(action);
    }
    const listed = [...role.Actions, ...DOCTORS_QUESTIONS];
    expect([...called].filter((action) => !listed.includes(action))).toEqual(UNNEEDED);
  });

  test("has no action without a command that needs it", () => {
    const needed = Object.values(LIVES).flatMap((life) => life.flatMap(([, actions]) => actions));
    expect(needed.sort()).toEqual([...role.Actions].sort());
    expect(role).toMatchObject({ NotActions: [], DataActions: [], NotDataActions: [] });
  });

  describe.each(Object.entries(LIVES))("%s", (name, life) => {
    const stack = `s${Object.keys(LIVES).indexOf(name)}`;
    beforeAll(() => approval.settings(stack));

    for (const [command, actions] of life) {
      test.each(actions)(`${command} is refused without %s`, async (action) => {
        approval.grant(withoutAction(ROLES, action));
        const did = await approval.run(command, stack);
        expect(did.said).toMatch(refusalOf(action));
        expect([1, 2], did.said).toContain(did.exitCode);
        await approval.finishOperations();
      });

      test(`${command} comes to its end with the whole role`, async () => {
        approval.grant(ROLES);
        const did = await approval.run(command, stack);
        expect(did.exitCode, did.said).toBe(0);
      });
    }
  });
});
