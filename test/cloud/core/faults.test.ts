import { describe, expect, it } from "vitest";
import { Faults } from "../../../scripts/cloud/core/faults";

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
});
