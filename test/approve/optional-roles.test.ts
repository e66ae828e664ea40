/**
 * The rights that settings need beside the role of a lab: sign-in without keys (with a condition on which role may be given),
 * a lock, a budget and diagnostics. Each action of both roles is needed: without it a command is refused.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isMet } from "../../scripts/cloud/azure/authorization/conditions";
import {
  Approval,
  entraCondition,
  type Granted,
  roleFile,
  withoutAction,
} from "../support/approve";
import type { CommandUnderProof } from "../support/approve/messages";
import { DOCTORS_QUESTIONS, refusalOf } from "../support/approve/refusals";
import { seconds } from "../support/time-limits";

const ROLES: Granted[] = [
  { role: roleFile("lab") },
  { role: roleFile("entra"), condition: entraCondition() },
  { role: roleFile("options") },
];
const STACK = "full";

const [ASSIGNMENTS, LOCKS, BUDGETS, SETTINGS, LOGS] = [
  "Microsoft.Authorization/roleAssignments",
  "Microsoft.Authorization/locks",
  "Microsoft.Consumption/budgets",
  "Microsoft.Insights/diagnosticSettings",
  "Microsoft.OperationalInsights/workspaces",
];
const ENTRA = { openai: { auth: "entra" } };
const BUDGET = { budget: { amount: 10, emails: ["owner@rai-lab.example"], start: "2027-01-01" } };
const LOGGED = { ...ENTRA, ...BUDGET, diagnostics: true };

/**
 * One stack's life, part by part: what a refused command has made or deleted is there for the next, so that each part is
 * added, and taken away, in a step of its own.
 */
const LIFE: [command: "up" | "destroy", settings: Record<string, unknown>, actions: string[]][] = [
  ["up", ENTRA, [`${ASSIGNMENTS}/read`, `${ASSIGNMENTS}/write`]],
  ["up", { ...ENTRA, ...BUDGET }, [`${BUDGETS}/read`, `${BUDGETS}/write`]],
  ["up", LOGGED, [`${LOGS}/write`, `${SETTINGS}/read`, `${SETTINGS}/write`]],
  ["up", LOGGED, [`${LOGS}/sharedKeys/action`]],
  ["up", { ...LOGGED, lock: true }, [`${LOCKS}/read`, `${LOCKS}/write`]],
  ["up", { ...LOGGED, lock: true }, []],
  ["destroy", { ...LOGGED, lock: true }, [`${LOCKS}/delete`]],
  ["up", { ...ENTRA, diagnostics: true }, [`${BUDGETS}/delete`]],
  ["up", { diagnostics: true }, [`${ASSIGNMENTS}/delete`]],
  ["destroy", { diagnostics: true }, [`${SETTINGS}/delete`, `${LOGS}/delete`]],
  ["destroy", {}, []],
];

describe("the roles of optional parts", { timeout: seconds(10) }, () => {
  let approval: Approval;
  beforeAll(async () => (approval = await Approval.start()), seconds(30));
  afterAll(() => approval.stop());

  const called = new Set<string>();
  async function succeeds(command: CommandUnderProof, code = 0): Promise<void> {
    approval.grant(ROLES);
    const did = await approval.run(command, STACK);
    expect(did.exitCode, did.said).toBe(code);
    for (const action of did.called) called.add(action);
  }

  for (const [command, settings, actions] of LIFE) {
    const named = Object.keys(settings).join(", ");
    test.each(actions)(`${command} (${named}) is refused without %s`, async (action) => {
      approval.settings(STACK, settings);
      approval.grant(withoutAction(ROLES, action));
      const did = await approval.run(command, STACK);
      expect(did.said).toMatch(refusalOf(action));
      expect([1, 2], did.said).toContain(did.exitCode);
      await approval.finishOperations();
    });
    if (actions.length > 0) continue;
    test(`${command} (${named}) comes to its end with all three roles`, async () => {
      approval.settings(STACK, settings);
      await succeeds(command);
      // Only without keys does the probe need a role of its own, which the program gives.
      if (command === "up") await succeeds("probe", 3);
    });
  }

  test("what the commands called for is in the roles, and each of their actions was taken away", () => {
    const listed = [...ROLES.flatMap(({ role }) => role.Actions), ...DOCTORS_QUESTIONS];
    expect([...called].filter((action) => !listed.includes(action))).toEqual([]);
    const [, ...optional] = ROLES;
    expect(LIFE.flatMap(([, , actions]) => actions).sort()).toEqual(
      optional.flatMap(({ role }) => role.Actions).sort(),
    );
  });
});

test("the condition lets no other role be given or taken", () => {
  const [user, owner] = [
    "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd",
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
  ];
  const attempt = (verb: string, role: string) => {
    const values = new Map([["microsoft.authorization/roleassignments:roledefinitionid", role]]);
    return { action: `${ASSIGNMENTS}/${verb}`, attributes: { Request: values, Resource: values } };
  };
  const outcomes = ["write", "delete"].map((verb) =>
    [user, owner].map((role) => isMet(entraCondition(), attempt(verb, role))),
  );
  expect(outcomes).toEqual([
    [true, false],
    [true, false],
  ]);
});
