import { EXTENSIONS, theirsCure } from "../../proof";
import { ok, problem } from "../finding";
import type { Rule } from "../rule";

const nameOf = (id: string): string => id.split("/").at(-1) ?? id;

/**
 * Whether resources of the stack exist that its state does not record: an `up` would meet them half
 * way. A soft-deleted account and a managed group have rules of their own, and deleted logs come back with their workspace.
 */
export const outsideState: Rule = {
  name: "outside-state",
  part: "any",
  async check(context) {
    const { config, unreadState, recover, elsewhere } = context;
    if (elsewhere)
      return problem("refused", {
        code: elsewhere.code,
        message: elsewhere.message,
        cure: elsewhere.cure ?? "",
        evidence: "read the ids in the state",
      });
    const { existing, theirs, leftOver, deleting, unknown } = await context.outside();
    const evidence = `looked for the names of stack ${config.stack}`;
    const [other] = theirs;
    if (other)
      return problem("refused", {
        code: "exists",
        message: `somebody else has what stack ${config.stack} would create: ${theirs.map(({ kind, id }) => `${kind} ${nameOf(id)}`).join(", ")}`,
        cure: theirsCure(other),
        evidence: `${evidence}: ${other.id}`,
      });
    const [first] = existing;
    if (first && unreadState !== undefined)
      return problem("unknown", {
        code: "state",
        message: `${first.kind} ${nameOf(first.id)} exists, and whether the state records it is not known: ${unreadState}`,
        cure: "run it again where the state can be read",
        evidence,
      });
    if (first)
      return problem("refused", {
        code: "exists",
        message: `the state of ${config.stack} does not record what exists: ${existing.map(({ kind, id }) => `${kind} ${nameOf(id)}`).join(", ")}`,
        cure: `${recover} takes it into the state`,
        evidence: `${evidence}: ${first.id}`,
      });
    const [going] = deleting;
    if (going)
      return problem("refused", {
        code: "exists",
        message: `the ${going.kind} ${nameOf(going.id)} is still being deleted`,
        cure: "wait a few minutes, then ask again",
        evidence: `${evidence}: ${going.id}`,
      });
    const orphan = leftOver.find(
      ({ kind, failed }) => failed === true || EXTENSIONS.includes(kind),
    );
    if (orphan)
      return problem("refused", {
        code: "exists",
        message: `the ${orphan.kind} ${nameOf(orphan.id)} ${orphan.failed ? "could not be made, and is of no use" : "outlived what it belonged to"}`,
        cure: `${recover} deletes it`,
        evidence: `${evidence}: ${orphan.id}`,
      });
    const [gap] = unknown;
    if (gap)
      return problem("unknown", {
        code: gap.code,
        message: `could not look for the ${gap.kind}: ${gap.reason}`,
        cure: gap.cure,
        evidence,
      });
    return ok(`nothing of ${config.stack} exists outside its state`, evidence);
  },
};
