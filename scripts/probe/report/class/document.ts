import type { Pool } from "../../pool";
import { exitCodeOf } from "../../score/gate/decide";
import { modelsOf } from "../../score/texts";
import { metricDocument, roundNumbers } from "../document";
import type { ClassReportDocument } from "./schema";
import { aloneText, classHeadline, countedSeats, scopeText } from "./sentences";

/** What the class's record adds to its document. */
interface Described {
  name: string;
  layout: "isolated" | "shared";
  files: ClassReportDocument["files"];
}

/** The exit code of a class's verdict: as of `lab probe`. */
export const classExitCode = ({ verdict }: Pool): 0 | 1 | 3 => exitCodeOf(verdict);

/** Builds the document; the same answers give the same bytes. */
export function classDocument(pool: Pool, { name, layout, files }: Described): ClassReportDocument {
  const alone = new Map(pool.own.map(({ seat, verdict }) => [seat, verdict]));
  return roundNumbers<ClassReportDocument>({
    schema: "rai-lab/class-report/1",
    class: name,
    layout,
    verdict: pool.verdict,
    sentence: classHeadline(pool),
    claim: pool.claim,
    scope: scopeText(pool),
    alone: aloneText(pool),
    counted: countedSeats(pool),
    smallestP: pool.smallestP,
    seats: pool.seats.map(({ seat, state, reason, rows }) => ({
      ...{ slug: seat, state, reason, answers: rows.length },
      verdict: alone.get(seat) ?? null,
    })),
    obstacles: pool.obstacles,
    samples: pool.texts.length,
    distinct: pool.texts.filter(({ isRepeated }) => !isRepeated).length,
    excluded: pool.excluded,
    metrics: pool.measures.map(({ result, own, growth }) => {
      const { moreAnswersPerQuestion: more, ...document } = metricDocument(result);
      const needed = result.units ? { moreSeats: more } : { moreAnswersPerQuestion: more };
      return { ...document, ...needed, seats: own, growth };
    }),
    models: modelsOf(pool.journal.answers),
    files,
  });
}
