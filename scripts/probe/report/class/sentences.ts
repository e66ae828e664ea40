import type { Pool } from "../../pool";
import { MIN_SEATS } from "../../pool";
import { headline } from "../headline";

/** The class's verdict in words. */
export const classHeadline = ({ verdict, obstacles, measures }: Pool): string =>
  headline({
    ...{ verdict, obstacles, defaultGender: [] },
    metrics: measures.map(({ result }) => result),
  });

/** The seats whose answers count. */
export const countedSeats = ({ seats }: Pick<Pool, "seats">): number =>
  seats.filter(({ state }) => state === "counted").length;

/** What the verdict is about. */
export function scopeText(pool: Pool): string {
  const counted = countedSeats(pool);
  if (pool.claim === "these answers")
    return `This is about these answers only: ${counted} ${counted === 1 ? "seat is" : "seats are"} too few to say how other sessions would answer (${MIN_SEATS} at least). Answers were compared one by one, as lab score does.`;
  return `This is about sessions like these ${counted}, with these questions: each seat counts as one observation, however many answers it has.`;
}

/** "9 of 30 seats would have called a difference on sentiment; chance alone gives about 0.3." */
export function aloneText(pool: Pool): string {
  const counted = countedSeats(pool);
  const most = [...pool.measures].sort((a, b) => b.own.difference - a.own.difference)[0]!;
  const any = pool.own.filter(({ verdict }) => verdict === "difference").length;
  const chance = counted * pool.journal.header.spec.alpha;
  const all = `Alone, ${any} of ${counted} seats would have called a difference; chance gives at most about ${shownCount(chance)}.`;
  if (most.own.difference === 0) return all;
  return `${all} Most agree on “${most.result.metric.name}”: ${most.own.difference} of ${counted}, where chance gives about ${shownCount(most.own.chance)}.`;
}

/** A mean number of seats. */
export const shownCount = (count: number): string =>
  count.toFixed(count < 0.1 ? 2 : 1).replace(/\.0+$/, "");
