import { describe, expect, it } from "vitest";
import { Clock } from "../../../scripts/cloud/core/clock";
import { Store } from "../../../scripts/cloud/core/store";

const START = Date.UTC(2026, 10, 23);

describe("the cloud's clock", () => {
  it("does not move until it is advanced when its base is a constant", () => {
    const clock = new Clock(new Store(), () => START);
    expect(clock.iso()).toBe("2026-11-23T00:00:00.000Z");
    clock.advance(90_000);
    expect(clock.now()).toBe(START + 90_000);
    expect(clock.date().toISOString()).toBe("2026-11-23T00:01:30.000Z");
  });

  it("adds its jumps to a moving base", () => {
    let base = START;
    const clock = new Clock(new Store(), () => base);
    clock.advance(1000);
    base += 500;
    expect(clock.now()).toBe(START + 1500);
  });

  it("never goes back", () => {
    const clock = new Clock(new Store(), () => START);
    clock.advance(-1000);
    clock.advance(Number.NaN);
    expect(clock.now()).toBe(START);
  });

  it("keeps its jumps in the world: another clock of the same store agrees", () => {
    const store = new Store();
    new Clock(store, () => START).advance(5000);
    expect(new Clock(store, () => START).now()).toBe(START + 5000);
  });

  it("refuses a jump beyond ten years, whatever asks for it, and stays as it was", () => {
    const clock = new Clock(new Store(), () => START);
    const year = 365 * 24 * 3600 * 1000;
    clock.jump(9 * year);
    for (const ms of [1.1 * year, 1e18, Infinity])
      expect(() => clock.jump(ms)).toThrow(expect.objectContaining({ code: "ClockOutOfRange" }));
    expect(clock.now()).toBe(START + 9 * year);
  });

  it.each([1e18, -1e18, "soon", null, {}])("names a damaged offset %j", (offset) => {
    const store = new Store();
    store.collection("clock").put("offset", offset);
    const open = () => new Clock(store, () => START);
    // Null is what JSON makes of NaN: the same as no offset.
    if (offset === null) expect(open().now()).toBe(START);
    else
      expect(open).toThrow(
        expect.objectContaining({
          code: "state-unreadable",
          message: expect.stringContaining(JSON.stringify(offset)),
        }),
      );
  });
});
