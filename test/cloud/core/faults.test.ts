import { describe, expect, it } from "vitest";
import { type FaultPlan, Faults } from "../../../scripts/cloud/core/faults";

const busy = {
  status: 409,
  code: "AnotherOperationInProgress",
  message: "busy",
  headers: { "retry-after": "1" },
};

describe("planned faults", () => {
  it("serve every call while there is no plan", () => {
    expect(new Faults().next("things/write")).toBeUndefined();
  });

  it("affect exactly the planned call of the planned operation", () => {
    const faults = new Faults();
    faults.set([
      { operation: "things/write", nth: 2, answer: "drop" },
      { operation: "things/read", nth: 1, answer: busy },
    ]);
    expect(faults.next("things/write")).toBeUndefined();
    expect(faults.next("things/write")).toBe("drop");
    expect(faults.next("things/write")).toBeUndefined();
    expect(() => faults.next("things/read")).toThrow(
      expect.objectContaining({
        status: 409,
        code: "AnotherOperationInProgress",
        extra: { headers: busy.headers },
      }),
    );
    expect(faults.next("things/read")).toBeUndefined();
  });

  it("count again with a new plan", () => {
    const faults = new Faults();
    faults.set([{ operation: "things/write", nth: 1, answer: "drop" }]);
    expect(faults.next("things/write")).toBe("drop");
    faults.set([{ operation: "things/write", nth: 1, answer: "drop" }]);
    expect(faults.next("things/write")).toBe("drop");
  });

  it("count what they did", () => {
    const faults = new Faults();
    expect(faults.count()).toEqual({ calls: 0, failed: {} });
    const plans: Record<string, FaultPlan> = {
      late: () => "late",
      "things/write": (_, nth) => (nth < 3 ? busy : undefined),
    };
    faults.follow((operation, nth) => plans[operation]?.(operation, nth));
    expect(faults.isLate("late")).toBe(true);
    expect(faults.next("late")).toBeUndefined();
    for (let call = 0; call < 2; call++) expect(() => faults.next("things/write")).toThrow("busy");
    expect(faults.next("things/write")).toBeUndefined();
    expect(faults.count()).toEqual({
      calls: 5,
      failed: { late: 2, "409 AnotherOperationInProgress": 2 },
    });
  });
});
