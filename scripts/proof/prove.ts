import type { LabConfig } from "../../infra/config";
import { namesOf } from "../../infra/names/physical-names";
import { azureClients } from "../lib/azure/clients";
import { refusalOf } from "../lib/azure/errors";
import type { AzureSession } from "../lib/azure/session";
import { budgetChecks } from "./budget-check";
import { existenceChecks, type ExistenceCheck } from "./existence-checks";
import { roleChecks } from "./role-check";
import { seatChecks } from "./seat-checks";
import type { RemainingResource, CheckedResource, Proof, UncheckedResource } from "./report";

/** A stack's configuration, from which its names are derived, and the sign-in. */
export interface ProofInput {
  config: Pick<LabConfig, "project" | "stack"> &
    Partial<Pick<LabConfig, "layout" | "classStack" | "budget" | "student">>;
  session: AzureSession;
}

interface CheckResult {
  looked: CheckedResource;
  left?: RemainingResource;
  unknown?: UncheckedResource;
}

/**
 * Checks without engine and state whether a destroyed stack left something behind. What cannot be
 * checked is `unknown` with its reason, and never counts as gone.
 */
export async function prove({ config, session }: ProofInput): Promise<Proof> {
  const { subscriptionId } = session;
  const clients = azureClients(session);
  const checks =
    config.layout === "seat"
      ? [...seatChecks(config, session, clients), ...roleChecks(config, subscriptionId, clients)]
      : [
          ...existenceChecks(namesOf({ subscriptionId, ...config }), subscriptionId, clients),
          ...budgetChecks(config, subscriptionId, clients),
        ];
  const results = await Promise.all(checks.map(runCheck));
  return {
    schema: "rai-lab/proof/1",
    subscriptionId,
    left: results.flatMap(({ left }) => left ?? []),
    unknown: results.flatMap(({ unknown }) => unknown ?? []),
    looked: [...results.map(({ looked }) => looked), ...uncheckableResources(checks)],
  };
}

async function runCheck(check: ExistenceCheck): Promise<CheckResult> {
  const { kind, id } = check;
  try {
    const found = await check.find();
    if (!found) return { looked: { kind, id, state: "gone" } };
    const left = { kind, id: found.id ?? id, note: found.note };
    return { looked: { kind, id: left.id, state: "left" }, left };
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
