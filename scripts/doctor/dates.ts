/** How far ahead an end is worth a warning: about one teaching term. */
export const HORIZON_DAYS = 90;

const DAY_MS = 24 * 3600 * 1000;

/** `2027-04-14`, in UTC as Azure publishes its dates. */
export const day = (date: Date): string => date.toISOString().slice(0, 10);

/** Whole days from `now` until `end`; negative once it has passed. */
export const daysUntil = (end: Date, now: Date): number =>
  Math.floor((end.getTime() - now.getTime()) / DAY_MS);

/** Why a future end is too early for this lab; undefined when it is not. */
export function endsSoon(end: Date, now: Date, expires: string | undefined): string | undefined {
  if (expires !== undefined && day(end) <= expires.slice(0, 10))
    return `before the lab expires on ${expires.slice(0, 10)}`;
  const days = daysUntil(end, now);
  return days <= HORIZON_DAYS ? `in ${days} days` : undefined;
}
