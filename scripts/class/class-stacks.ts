import { type ClassRecord, halfStack } from "./class-record";
import { journalOf, readJournal } from "./fleet";

/**
 * The stacks that a class has or had, as its folder tells: those of the record, and those that left
 * it and that the journal still names.
 * @throws LabError `journal` for a damaged journal
 */
export function stacksOfClass(
  folder: string,
  name: string,
  record: ClassRecord | undefined,
): Set<string> {
  const worked = readJournal(journalOf(folder))?.last.keys() ?? [];
  return new Set([halfStack(name), ...(record?.seats ?? []).map(({ stack }) => stack), ...worked]);
}

/**
 * The stacks of which nothing is left, as the class's journal tells.
 * @throws LabError `journal` for a damaged journal
 */
export function goneStacks(folder: string): Set<string> {
  const last = readJournal(journalOf(folder))?.last.values() ?? [];
  return new Set([...last].filter(({ state }) => state === "gone").map(({ stack }) => stack));
}
