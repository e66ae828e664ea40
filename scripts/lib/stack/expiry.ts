/** How many days a lab lives when nobody said: a class week. */
const LIFETIME_DAYS = 7;

/** The date on which a lab that is first brought up `now` may be destroyed. Decided once, in the stack's settings: see DECISIONS.md. */
export const defaultExpiry = (now: number): string =>
  new Date(now + LIFETIME_DAYS * 24 * 3600 * 1000).toISOString().slice(0, 10);
