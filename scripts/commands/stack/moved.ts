import { LabError } from "../../../infra/errors";
import { commandOn, type Evidence } from "./evidence";
import { existingIn, isBuilt } from "./existing";
import type { StackSession } from "./session";

const KEYS = ["openaiAccountId", "workspaceId"] as const;

/**
 * Refuses to move a lab or a class that exists from its own account or workspace to an existing one,
 * or back: a change that stops half-way would leave its contents in both.
 * @throws LabError `config`
 */
export function refuseMoved(session: StackSession, { recorded, layout }: Evidence): void {
  if (layout === "seat" || !isBuilt(recorded)) return;
  const [before, after] = [existingIn(recorded), session.config.existing];
  // Also in its case: providers take another spelling for another resource.
  if (KEYS.every((key) => before?.[key] === after?.[key])) return;
  const { name } = session.stack;
  throw new LabError("config", `rai-lab:existing cannot be changed while stack ${name} exists`, {
    where: `Pulumi.${name}.yaml`,
    cure: `undo the change, or destroy the stack first: ${commandOn("destroy", session)}`,
  });
}
