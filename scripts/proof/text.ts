import { Incomplete } from "../lib/shell/stages";
import { table } from "../lib/shell/table";
import type { CheckedResource, Proof } from "./report";

const HEADER = ["what", "name", "state", "note"];

/**
 * Formats a proof: a summary, a row per check, then why checks were not possible, with their cures.
 */
export function proofText(proof: Proof, width = Infinity): string {
  const reasons = new Set(proof.unknown.map(({ kind, reason }) => `${kind}: ${reason}`));
  const cures = new Set(proof.unknown.map(({ cure }) => `try: ${cure}`));
  const lines = [summary(proof), "", table(HEADER, rowsOf(proof), width)];
  if (proof.kept) lines.push("", keptText(proof.kept));
  if (proof.unknown.length > 0) lines.push("", ...reasons, ...cures);
  return lines.join("\n");
}

/** What keeps a stack from being proven gone, in one line; undefined when nothing does. */
export function leftText({ left, unknown }: Proof): string | undefined {
  if (left.length > 0) return `${left.length} left`;
  return unknown.length > 0 ? `${unknown.length} could not be checked` : undefined;
}

/**
 * The summary of a proof's stage.
 * @throws Incomplete when something is left or could not be checked
 */
export function completedProofText(proof: Proof): string {
  const rest = leftText(proof);
  if (rest !== undefined) throw new Incomplete(rest);
  return `nothing of stack ${proof.stack} is left`;
}

function summary({ stack, left, unknown, subscriptionId, exists }: Proof): string {
  const where = `(looked in subscription ${subscriptionId})`;
  if (exists) return existsText(stack, exists);
  if (left.length > 0) return `${left.length} of stack ${stack} left ${where}`;
  if (unknown.length > 0)
    return `nothing of stack ${stack} was found ${where}, but ${unknown.length} could not be checked`;
  return `nothing of stack ${stack} is left ${where}`;
}

/** `existed before this stack, and stays: account oai-school` */
const keptText = (kept: NonNullable<Proof["kept"]>): string =>
  `existed before this stack, and stays: ${kept.map(({ kind, id }) => `${kind} ${nameOf(id)}`).join(", ")}`;

const nameOf = (id: string): string => id.split("/").at(-1) ?? id;

function existsText(
  stack: string,
  { resources, destroy, recover }: NonNullable<Proof["exists"]>,
): string {
  if (resources === 0)
    return `${stack} exists, and no state records it: ${recover} takes it into a state, ${destroy} deletes it`;
  return `${stack} exists (${resources} resources): ${destroy}`;
}

function rowsOf(proof: Proof): string[][] {
  return proof.looked.map((row) => [
    row.kind,
    nameOf(row.id),
    row.state === "cannot be seen" ? "not visible" : row.state,
    noteOf(proof, row),
  ]);
}

function noteOf({ left, unknown }: Proof, { kind, id, state }: CheckedResource): string {
  switch (state) {
    case "left":
      return left.find((one) => one.kind === kind && one.id === id)?.note ?? "";
    case "unknown":
      return unknown.find((one) => one.kind === kind)?.code ?? "";
    case "cannot be seen":
      return "Azure keeps a deleted workspace for 7 days and has no way to list it";
    case "theirs":
      return "has this name, but not the tags of this stack: it stays";
    case "gone":
      return "";
  }
}
