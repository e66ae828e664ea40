import { describe, expect, it } from "vitest";
import {
  CATALOGUE_DATE,
  CATALOGUE_HORIZON,
  keepWithinCatalogue,
  recordTime,
} from "../../../scripts/cloud/azure/catalogue";
import { Clock } from "../../../scripts/cloud/core/clock";
import { Store } from "../../../scripts/cloud/core/store";
import models from "../../../scripts/cloud/azure/seed/models.json";
import { schemaOf } from "../../../infra/config/schema";
import { endOfSupport } from "../../../infra/runtimes";

const DAY = 24 * 3600 * 1000;
const START = Date.parse(CATALOGUE_DATE);

/** Opens the world of a store on a day, and closes it after some time. */
function open(store: Store, today: number, forMs = 0): { now: number; catalogue?: string } {
  let base = today;
  const clock = new Clock(store, () => base);
  const catalogue = keepWithinCatalogue({ store, clock });
  recordTime({ store, clock });
  const { now } = { now: clock.now() };
  base += forMs;
  recordTime({ store, clock });
  return { now, catalogue };
}

describe("the catalogue's date", () => {
  it("is left alone within the horizon", () => {
    const today = CATALOGUE_HORIZON - 1;
    expect(open(new Store(), today)).toEqual({ now: today, catalogue: undefined });
  });

  it.each(["2028-06-01", "2030-03-01", "2036-03-01"])(
    "is where a new world begins in %s",
    (day) => {
      expect(open(new Store(), Date.parse(day))).toEqual({ now: START, catalogue: CATALOGUE_DATE });
    },
  );

  it("is not returned to by a world that was set back before: it goes on", () => {
    const store = new Store();
    const today = Date.parse("2036-03-01");
    open(store, today);
    expect(open(store, today + 7 * DAY)).toEqual({
      now: START + 7 * DAY,
      catalogue: CATALOGUE_DATE,
    });
  });

  it("is not returned to by a world of before the horizon: it continues where it was left", () => {
    const store = new Store();
    const then = Date.parse("2026-12-01");
    open(store, then, 3 * DAY);
    expect(open(store, Date.parse("2036-03-01"))).toEqual({
      now: then + 3 * DAY,
      catalogue: CATALOGUE_DATE,
    });
  });

  it("is returned to by a world that is itself beyond the horizon", () => {
    const store = new Store();
    open(store, Date.parse("2036-03-01"));
    expect(open(store, Date.parse("2046-03-01")).now).toBe(START);
  });
});

describe("the horizon", () => {
  const { model, databricks } = schemaOf("current").parse({});

  it("is 100 days before the end of the default model, the longest-lived of the catalogue", () => {
    const row = models.rows.find(
      ({ name, version }) => name === model.name && version === model.version,
    );
    expect(Date.parse(row?.retires ?? "")).toBe(CATALOGUE_HORIZON + 100 * DAY);
  });

  it("comes before the end of the default runtime", () => {
    const end = Date.parse(endOfSupport(databricks.runtime) ?? "");
    expect(end).toBeGreaterThan(CATALOGUE_HORIZON + 100 * DAY);
  });

  it.each(["eastus2", "northcentralus", "swedencentral", "switzerlandnorth"])(
    "the default model is offered in %s as the default SKU",
    (region) => {
      const row = models.rows.find(({ name }) => name === model.name);
      expect(row?.skus.find(({ name }) => name === model.sku)?.regions).toContain(region);
    },
  );
});
