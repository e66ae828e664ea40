import { Incomplete } from "../lib/shell/stages";
import { table } from "../lib/shell/table";
import type { ResourceKind, Proof, ResourceState } from "./report";

const HEADER = ["what", "name", "state", "note"];

/**
 * Formats a proof: a summary, a row per check, then the cures for checks that were not possible.
 */
export function proofText(proof: Proof): string {
  const cures = new Set(proof.unknown.map(({ cure }) => `cure: ${cure}`));
  return [
    summary(proof),
    "",
    table(HEADER, rowsOf(proof)),
    ...(cures.size > 0 ? ["", ...cures] : []),
  ].join("\n");
}

/**
 * The summary of a proof's stage.
 * @throws Incomplete when something is left or could not be checked
 */
export function completedProofText({ left, unknown }: Proof): string {
  if (left.length > 0) throw new Incomplete(`${left.length} left`);
  if (unknown.length > 0) throw new Incomplete(`${unknown.length} could not be looked for`);
  return "nothing is left";
}

function summary({ left, unknown, subscriptionId }: Proof): string {
  const where = `in subscription ${subscriptionId}`;
  if (left.length > 0) return `${left.length} left ${where}`;
  return unknown.length > 0
    ? `nothing was found ${where}, but ${unknown.length} could not be looked for`
    : `nothing is left ${where}`;
}

function rowsOf(proof: Proof): string[][] {
  return proof.looked.map(({ kind, id, state }) => [
    kind,
    id.split("/").at(-1) ?? id,
    state,
    noteOf(proof, kind, state),
  ]);
}

function noteOf({ left, unknown }: Proof, kind: ResourceKind, state: ResourceState): string {
  switch (state) {
    case "left":
      return left.find((one) => one.kind === kind)?.note ?? "";
    case "unknown":
      return unknown.find((one) => one.kind === kind)?.code ?? "";
    case "cannot be seen":
      return "Azure keeps a deleted workspace for 7 days and shows it to nobody";
    case "gone":
      return "";
  }
}
