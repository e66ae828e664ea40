import { table } from "../../../lib/shell/table";
import type { Orphans } from "./find-orphans";

/** What was found and what could not be looked at; empty when there is neither. */
export function foundText(name: string, found: Orphans, width: number): string {
  const { orphans, notOurs, unknown } = found;
  const lines: string[] = [];
  if (orphans.length > 0)
    lines.push(
      `exists in the cloud, and no state records it (stacks of class ${name}: ${orphans.length}):`,
      table(["stack", "what", "name"], orphans.flatMap(rowsOf), width),
    );
  for (const { stack, held } of orphans)
    if (held !== undefined) lines.push(`${stack} stays: ${held}`);
  if (notOurs.length > 0)
    lines.push(
      `not deleted, although found by the tags or in the workspace of class ${name}:`,
      table(
        ["what", "name", "why it stays"],
        notOurs.map(({ kind, id, reason }) => [kind, nameOf(id), reason]),
        width,
      ),
    );
  if (unknown.length > 0)
    lines.push(
      `could not be looked at, so that there may be more of class ${name}:`,
      ...unknown.flatMap(({ kind, reason, cure }) => [`${kind}: ${reason}`, `  try:   ${cure}`]),
    );
  return lines.join("\n");
}

/** The same, with the command that deletes what was found. */
export function orphansText(name: string, found: Orphans, command: string, width: number): string {
  const text = foundText(name, found, width);
  const isDeletable = found.orphans.some(({ held }) => held === undefined);
  if (isDeletable) return `${text}\ntry: ${command} --yes`;
  return text || `nothing of class ${name} was found that no state records`;
}

const rowsOf = ({ stack, kinds, ids }: Orphans["orphans"][number]): string[][] =>
  ids.map((id, i) => [stack, kinds[i]!, nameOf(id)]);

const nameOf = (id: string): string => id.split("/").at(-1) ?? id;

/** 1 when something is left that no state records, 2 when something could not be looked at. */
export function orphansExitCode(found: Orphans | undefined): 0 | 1 | 2 {
  if (!found) return 0;
  if (found.orphans.length > 0) return 1;
  if (found.unknown.length > 0) return 2;
  return 0;
}
