import type { LabConfig } from "../../infra/config";
import { namesOf } from "../../infra/names/physical-names";
import { azureClients } from "../lib/azure/clients";
import { refusalOf } from "../lib/azure/errors";
import type { AzureSession } from "../lib/azure/session";
import { budgetChecks } from "./budget-check";
import { existenceChecks, type ExistenceCheck } from "./existence-checks";
import { roleChecks } from "./role-check";
import { seatChecks } from "./seat-checks";
import type { Left, Looked, Proof, Unknown } from "./report";

/** The stack's configuration: from it follow its names, and what it may have left outside its own groups. */
export interface ProofInput {
  config: Pick<LabConfig, "project" | "stack"> &
    Partial<Pick<LabConfig, "layout" | "classStack" | "budget" | "student">>;
  session: AzureSession;
}

interface Seen {
  looked: Looked;
  left?: Left;
  unknown?: Unknown;
}

/**
 * Looks, independently of any engine and of its state, whether a destroyed stack left something behind. What cannot be
 * asked is `unknown` with its reason; it never counts as gone.
 */
export async function prove({ config, session }: ProofInput): Promise<Proof> {
  const { subscriptionId } = session;
  const clients = azureClients(session);
  const looks =
    config.layout === "seat"
      ? [...seatChecks(config, session, clients), ...roleChecks(config, subscriptionId, clients)]
      : [
          ...existenceChecks(namesOf({ subscriptionId, ...config }), subscriptionId, clients),
          ...budgetChecks(config, subscriptionId, clients),
        ];
  const seen = await Promise.all(looks.map(see));
  return {
    schema: "rai-lab/proof/1",
    subscriptionId,
    left: seen.flatMap(({ left }) => left ?? []),
    unknown: seen.flatMap(({ unknown }) => unknown ?? []),
    looked: [...seen.map(({ looked }) => looked), ...unseeable(looks)],
  };
}

async function see(look: ExistenceCheck): Promise<Seen> {
  const { kind, id } = look;
  try {
    const found = await look.look();
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

/** No API shows the workspaces that Azure keeps for 7 days: the reader is told so every time. */
function unseeable(looks: ExistenceCheck[]): Looked[] {
  return looks
    .filter(({ kind }) => kind === "workspace")
    .map(({ id }) => ({ kind: "soft-deleted workspace", id, state: "cannot be seen" }));
}
