import type { World } from "../core/world";
import models from "./seed/models.json";

/** The ISO date on which the seeded catalogue of models was published. */
export const CATALOGUE_DATE = models.published;

const DAY_MS = 24 * 3600 * 1000;
/**
 * The longest-lived model of the catalogue is the lab's default. The doctor warns of its end 90 days
 * ahead, and a lab lives for a week.
 */
const MARGIN_DAYS = 100;

/** The time from which no lab could be deployed for long from this catalogue. */
export const CATALOGUE_HORIZON =
  Math.max(...models.rows.map(({ retires }) => Date.parse(retires))) - MARGIN_DAYS * DAY_MS;

/**
 * Sets the world's clock back to the catalogue's date where real time has passed its horizon, so
 * that the local cloud still works years later. A world that was used before continues from the time
 * it was left at, if that is within the horizon.
 * @returns the catalogue's date when the clock was ever set back
 */
export function keepWithinCatalogue({
  store,
  clock,
}: Pick<World, "store" | "clock">): string | undefined {
  const times = store.collection<number>("catalogue");
  if (clock.now() >= CATALOGUE_HORIZON) {
    const seen = times.get("seen") ?? 0;
    const start = Date.parse(CATALOGUE_DATE);
    clock.restart(seen < CATALOGUE_HORIZON ? Math.max(start, seen) : start);
    times.put("setBack", start);
  }
  return times.get("setBack") === undefined ? undefined : CATALOGUE_DATE;
}

/** Records the world's time, from which a reopened world continues. */
export const recordTime = ({ store, clock }: Pick<World, "store" | "clock">): void =>
  void store.collection<number>("catalogue").put("seen", clock.now());
