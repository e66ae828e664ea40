import { describe, expect, it } from "vitest";
import { Random } from "../../../scripts/cloud/core/random";

describe("a world's randomness", () => {
  it("repeats itself with a seed, and differs between seeds", () => {
    const draw = (seed: string): string[] => {
      const random = new Random(seed);
      return [random.hex(32), random.guid(), random.digits(15)];
    };
    expect(draw("a")).toEqual(draw("a"));
    expect(draw("a")).not.toEqual(draw("b"));
  });

  it("does not repeat itself without one", () => {
    expect(new Random().hex(32)).not.toBe(new Random().hex(32));
  });

  it("draws what it is asked for: length, form, range", () => {
    const random = new Random("forms");
    for (let i = 0; i < 200; i++) {
      expect(random.hex(7)).toMatch(/^[0-9a-f]{7}$/);
      expect(random.guid()).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
      );
      const digits = random.digits(15);
      expect(digits).toMatch(/^[1-9]\d{14}$/);
      expect(Number.isSafeInteger(Number(digits))).toBe(true);
    }
    expect(random.bytes(70)).toHaveLength(70);
  });
});
