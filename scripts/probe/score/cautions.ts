import type { JournalContents } from "../journal";
import { mean } from "../stats/strata";
import type { ScoredText } from "./texts";

/** Fewer distinct answers than this are copies, not samples. */
const DISTINCT_SHARE = 0.9;

/** What a reader must know before believing the figures; empty when all is as designed. */
export function cautionsOf(journal: JournalContents, texts: readonly ScoredText[]): string[] {
  return [copies(texts), changedModel(journal), incomplete(journal)].filter((caution) => caution !== undefined);
}

/** Temperature 0 or a caching proxy makes copies: then there are fewer independent answers than counted. */
function copies(texts: readonly ScoredText[]): string | undefined {
  const cells = new Map<string, string[]>();
  for (const { answer } of texts) {
    const key = `${answer.condition}/${answer.occupation}/${answer.arm}`;
    cells.set(key, [...(cells.get(key) ?? []), answer.text]);
  }
  const distinct = mean([...cells.values()].map((cell) => new Set(cell).size / cell.length));
  if (distinct >= DISTINCT_SHARE) return undefined;
  return `Only ${Math.round(100 * distinct)} % of the answers to a question differ from each other: the service repeats itself, so there are fewer independent answers than counted and the intervals are too narrow.`;
}

function changedModel({ answers }: JournalContents): string | undefined {
  const models = [...new Set(answers.map(({ model }) => model).filter((model) => model !== ""))].sort();
  return models.length > 1 ? `More than one model answered: ${models.join(", ")}.` : undefined;
}

function incomplete({ header: { spec }, answers }: JournalContents): string | undefined {
  const wanted = spec.samples * spec.cells.length * spec.conditions.length;
  return answers.length < wanted
    ? `The journal holds ${answers.length} of the ${wanted} answers that were planned: looking before the end was not planned for.`
    : undefined;
}
