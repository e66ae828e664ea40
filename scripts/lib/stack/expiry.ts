/** How many days a lab lives when no date is given: a class week. */
const LIFETIME_DAYS = 7;

/**
 * The date on which a lab that is first brought up `now` may be destroyed. `lab up` decides it
 * once, in the stack's settings (`docs/decisions/004-settings-and-sign-in.md`).
 */
export const defaultExpiry = (now: number): string =>
  new Date(now + LIFETIME_DAYS * 24 * 3600 * 1000).toISOString().slice(0, 10);
