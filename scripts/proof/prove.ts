import type { LabConfig } from "../../infra/config";
import { namesOf } from "../../infra/names/physical-names";
import { azureClients } from "../lib/azure/clients";
import { refusalOf } from "../lib/azure/errors";
import type { AzureSession } from "../lib/azure/session";
import { adviceOn, type FoundResource, foreignText, pictureOf } from "./advice";
import { budgetChecks } from "./budget-check";
import { existenceChecks, type ExistenceCheck } from "./existence-checks";
import { checksInExisting, type InnerSettings } from "./inner-checks";
import { isForeign, isTheirs } from "./ownership";
import {
  namedPlace,
  namedSeat,
  recordedPlaces,
  recordedSeats,
  type RecordedStack,
  samePlace,
} from "./places";
import type { CheckedResource, Proof, UncheckedResource } from "./report";
import { recordedChecks } from "./resource-checks";
import { logWorkspaceChecks } from "./log-workspace-check";
import { roleChecks } from "./role-check";
import { seatChecks } from "./seat-checks";

/** What is known of a stack, and the sign-in. */
export interface ProofInput {
  /** The stack's name and settings, from which its names are derived. */
  config: Pick<LabConfig, "project" | "stack"> &
    InnerSettings &
    Partial<Pick<LabConfig, "classStack" | "budget" | "student" | "openai">>;
  session: AzureSession;
  /** What the stack's state records; undefined when no state is known. */
  recorded?: RecordedStack | undefined;
  /** Why names from the settings cannot be relied on; undefined when they can. */
  doubts?: UncheckedResource[];
  /** The command that destroys the stack. */
  destroy?: string;
  /** The command that takes into a state what exists without one. */
  recover?: string;
}

interface CheckResult {
  looked: CheckedResource;
  found?: FoundResource;
  unknown?: UncheckedResource;
}

/**
 * Looks in Azure for what a stack has or had: for the names that settings and sign-in give, and for
 * the resources that its state records. What cannot be checked is `unknown` with its reason, and
 * never counts as gone.
 */
export async function prove(input: ProofInput): Promise<Proof> {
  const { config, session, recorded, doubts = [] } = input;
  const existing = await existingResources(input);
  const isOther = (one: FoundResource): boolean => isTheirs(one, input);
  const found = existing.found.filter((one) => !isOther(one));
  const theirs = new Set(existing.found.filter(isOther).map(({ id }) => id));
  const looked = existing.looked.map((one) =>
    theirs.has(one.id) ? { ...one, state: "theirs" as const } : one,
  );
  const unknown = [...doubts, ...mismatches(input), ...existing.unknown];
  const count = recorded?.count ?? 0;
  const picture = pictureOf(found, looked, count);
  const destroy = input.destroy ?? `npx lab destroy ${config.stack}`;
  const recover = input.recover ?? `npx lab recover ${config.stack}`;
  const noteOn = (one: FoundResource): string =>
    one.deleting !== true && isForeign(one, input)
      ? foreignText(one, config.stack, recover)
      : adviceOn(one, picture, destroy);
  const left = found.map((one) => ({ kind: one.kind, id: one.id, note: noteOn(one) }));
  return {
    schema: "rai-lab/proof/1",
    stack: config.stack,
    subscriptionId: session.subscriptionId,
    ...(picture.exists && { exists: { resources: count, destroy, recover } }),
    left,
    unknown,
    looked,
    kept: config.existing && keptOf(config.existing),
  };
}

/** What existed before the stack, and is left on purpose. */
const keptOf = ({ openaiAccountId, workspaceId }: NonNullable<LabConfig["existing"]>) => [
  ...(openaiAccountId === undefined ? [] : [{ kind: "account" as const, id: openaiAccountId }]),
  ...(workspaceId === undefined ? [] : [{ kind: "workspace" as const, id: workspaceId }]),
];

/** What was found of a stack, what could not be looked for, and everything that was looked for. */
export interface Existing {
  found: FoundResource[];
  unknown: UncheckedResource[];
  looked: CheckedResource[];
}

/** Looks for everything that is known of a stack, and makes further checks. */
export async function existingResources(
  input: Pick<ProofInput, "config" | "session" | "recorded">,
  further: readonly ExistenceCheck[] = [],
): Promise<Existing> {
  const checks = withoutDuplicates([...checksFor(input), ...further]);
  const results = await Promise.all(checks.map(runCheck));
  return {
    found: results.flatMap((one) => one.found ?? []),
    unknown: results.flatMap((one) => one.unknown ?? []),
    looked: [...results.map((one) => one.looked), ...uncheckableResources(checks)],
  };
}

/** The checks of everything that is known of a stack, each resource once. */
function checksFor({ config, session, recorded }: ProofInput): ExistenceCheck[] {
  const { subscriptionId } = session;
  const clients = azureClients(session);
  const checks: ExistenceCheck[] = [];
  const seats = recorded ? recordedSeats(recorded) : [];
  if (config.layout === "seat") {
    if (config.classStack !== undefined || seats.length === 0)
      checks.push(...seatChecks(namedSeat(config, subscriptionId), session));
  } else {
    checks.push(...existenceChecks(namedPlace(config, subscriptionId), clients));
    checks.push(...logWorkspaceChecks(namesOf({ ...config, subscriptionId }), session, clients));
    checks.push(...budgetChecks(config, subscriptionId, clients));
    checks.push(...checksInExisting(config, session, clients));
  }
  checks.push(...roleChecks(config, session, clients));
  if (recorded) {
    for (const seat of seats) checks.push(...seatChecks(seat, session));
    for (const place of recordedPlaces(recorded)) {
      const there = azureClients({ ...session, subscriptionId: place.subscriptionId });
      checks.push(...existenceChecks(place, there));
    }
    checks.push(...recordedChecks(recorded, clients));
  }
  return checks;
}

function withoutDuplicates(checks: readonly ExistenceCheck[]): ExistenceCheck[] {
  const keyOf = ({ kind, id }: ExistenceCheck): string => `${kind} ${id.toLowerCase()}`;
  const byKey = new Map<string, ExistenceCheck>();
  for (const check of checks) if (!byKey.has(keyOf(check))) byKey.set(keyOf(check), check);
  return [...byKey.values()];
}

/** Says where a state records resources that today's sign-in and the stack's name do not give. */
function mismatches({ config, session, recorded }: ProofInput): UncheckedResource[] {
  if (!recorded || recorded.count === 0 || config.layout === "seat") return [];
  const named = namedPlace(config, session.subscriptionId);
  return recordedPlaces(recorded)
    .filter((place) => !samePlace(place, named))
    .map(({ subscriptionId, resourceGroup }) => ({
      kind: "state",
      code: "mismatch",
      reason: `the state of ${config.stack} records ${resourceGroup} in subscription ${subscriptionId}, and not ${named.resourceGroup} in ${named.subscriptionId}`,
      cure: "sign in to the subscription of the state; after a rename of the stack, destroy it with `lab destroy`",
    }));
}

async function runCheck(check: ExistenceCheck): Promise<CheckResult> {
  const { kind, id } = check;
  try {
    const found = await check.find();
    if (!found) return { looked: { kind, id, state: "gone" } };
    const own = { ...found, kind, id: found.id ?? id };
    return { looked: { kind, id: own.id, state: "left" }, found: own };
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return {
      looked: { kind, id, state: "unknown" },
      unknown: { kind, code: refusal.code, reason: refusal.reason, cure: refusal.cure },
    };
  }
}

/** Soft-deleted workspaces, which Azure keeps for 7 days and no API lists. */
function uncheckableResources(checks: ExistenceCheck[]): CheckedResource[] {
  return checks
    .filter(({ kind }) => kind === "workspace")
    .map(({ id }) => ({ kind: "soft-deleted workspace", id, state: "cannot be seen" }));
}
