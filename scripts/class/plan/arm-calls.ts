import type { LabConfig } from "../../../infra/config";
import type { ClassLayout } from "../class-status";
import type { ArmCalls } from "./class-plan";

/**
 * Requests to Resource Manager that stacks make, from the steps of the providers: the one place of
 * these figures. `test/class/plan/arm-calls.test.ts` holds them to what the local cloud counts.
 */

/** A long operation, which is polled until it ends. */
export interface PolledOperation {
  /** Medians of what was recorded or reported of Azure; those of the local cloud are the same. */
  seconds: number;
  /** Seconds between two polls: the provider's own, or what the service asks for. */
  every: number;
}

/** Requests of one pass, polls apart. */
export interface StackCalls {
  reads: number;
  writes: number;
  deletes: number;
  operations: readonly PolledOperation[];
}

/** azure-native polls a PUT every 10 s; our own session every 10 s, Azure asks for 15 for a group. */
const WORKSPACE_CREATE: PolledOperation = { seconds: 150, every: 10 };
const ACCOUNT_CREATE: PolledOperation = { seconds: 5, every: 10 };
const WORKSPACE_DELETE: PolledOperation = { seconds: 200, every: 10 };
const ACCOUNT_PURGE: PolledOperation = { seconds: 10, every: 10 };
const GROUP_DELETE: PolledOperation = { seconds: 90, every: 15 };

/** azure-native asks whether a resource exists, writes it, and reads it. */
const RESOURCE: StackCalls = { reads: 2, writes: 1, deletes: 0, operations: [] };
const DELETE: StackCalls = { reads: 0, writes: 0, deletes: 1, operations: [] };
const READ: StackCalls = { reads: 1, writes: 0, deletes: 0, operations: [] };
const WRITE: StackCalls = { reads: 0, writes: 1, deletes: 0, operations: [] };

const times = (count: number, calls: StackCalls): StackCalls[] =>
  Array<StackCalls>(count).fill(calls);

/** What a class shares: of the `class` layout, or one half of a whole lab. */
interface SharedHalf {
  deployments: number;
  /** Principals that get a role on the account; none where it has keys. */
  roles: number;
}

/** Logs have a workspace, and a setting each of account and workspace. */
const extrasOf = ({ diagnostics, budget, lock }: LabConfig): number =>
  3 * Number(diagnostics) + Number(budget !== undefined) + Number(lock);

function sharedUp(config: LabConfig, { deployments, roles }: SharedHalf): StackCalls {
  const resources = 3 + deployments + roles + extrasOf(config);
  return sum([
    ...times(resources, RESOURCE),
    // After the operation of a workspace or an account azure-native reads it once more.
    { ...READ, operations: [WORKSPACE_CREATE] },
    { ...READ, operations: [ACCOUNT_CREATE] },
    // The program reads the endpoint, and lists the keys with a POST.
    READ,
    ...times(KEYS[config.openai.auth], WRITE),
  ]);
}

function sharedDestroy(config: LabConfig, { deployments, roles }: SharedHalf): StackCalls {
  return sum([
    ...times(deployments + roles + extrasOf(config), DELETE),
    // The logs are deleted for good, and then by the provider; so is the workspace.
    ...times(Number(config.diagnostics), DELETE),
    { ...DELETE, operations: [WORKSPACE_DELETE] },
    DELETE,
    // An account is deleted at once, and purged in time.
    DELETE,
    { ...DELETE, operations: [ACCOUNT_PURGE] },
    { ...DELETE, operations: [GROUP_DELETE] },
  ]);
}

/** The calls of every stack of a class, for one pass. */
export interface ClassCalls {
  /** The stack that is worked on before the seats are made, and after they are deleted. */
  half: StackCalls | undefined;
  seat: StackCalls;
}

/** How many deployments a `class` stack has: one for each seat, or one for all. */
export interface CallsOf {
  config: LabConfig;
  layout: ClassLayout;
  deployments: number;
}

/** How many keys, and roles of each principal, an account gives out. */
const KEYS = { key: 1, entra: 0 } as const;
const ROLES = { key: 0, entra: 1 } as const;

/** Calls of `up`. */
export function upCalls({ config, layout, deployments }: CallsOf): ClassCalls {
  const roles = ROLES[config.openai.auth];
  if (layout === "isolated")
    return { half: undefined, seat: sharedUp(config, { deployments: 1, roles: 2 * roles }) };
  return {
    half: sharedUp(config, { deployments, roles }),
    // A seat's own things are in the workspace, except the student's role.
    seat: sum(times(roles, RESOURCE)),
  };
}

/** Calls of `destroy`. */
export function destroyCalls({ config, layout, deployments }: CallsOf): ClassCalls {
  const roles = ROLES[config.openai.auth];
  if (layout === "isolated")
    return { half: undefined, seat: sharedDestroy(config, { deployments: 1, roles: 2 * roles }) };
  return {
    half: sharedDestroy(config, { deployments, roles }),
    // A seat asks whether the workspace still exists, before it takes its things out of it.
    seat: sum([READ, ...times(roles, DELETE)]),
  };
}

/** Calls of a whole pass over all stacks. */
export const classCalls = ({ half, seat }: ClassCalls, seats: number): ArmCalls =>
  armCalls(sum([half ?? sum([]), ...times(seats, seat)]));

/** The calls with the polls that Azure's times take. */
export function armCalls({ reads, writes, deletes, operations }: StackCalls): ArmCalls {
  const polls = operations.map(({ seconds, every }) => Math.ceil(seconds / every));
  return { reads: polls.reduce((a, b) => a + b, reads), writes, deletes };
}

/** Calls of several stacks together. */
export const sum = (calls: readonly StackCalls[]): StackCalls => ({
  reads: calls.reduce((total, { reads }) => total + reads, 0),
  writes: calls.reduce((total, { writes }) => total + writes, 0),
  deletes: calls.reduce((total, { deletes }) => total + deletes, 0),
  operations: calls.flatMap(({ operations }) => operations),
});
