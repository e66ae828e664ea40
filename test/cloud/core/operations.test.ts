import { setImmediate } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { Clock } from "../../../scripts/cloud/core/clock";
import { Operations } from "../../../scripts/cloud/core/operations";
import { Random } from "../../../scripts/cloud/core/random";
import { Store } from "../../../scripts/cloud/core/store";

let store: Store;
let clock: Clock;
let operations: Operations;
let ended: string[];

const open = (): Operations => {
  const made = new Operations(store, clock, new Random("operations"));
  made.onEnd("things/write", ({ target, status }) => void ended.push(`${target} ${status}`));
  return made;
};

beforeEach(() => {
  store = new Store();
  clock = new Clock(store, () => 0);
  ended = [];
  operations = open();
});

describe("a long-running operation", () => {
  it("runs until the clock has passed its end, then has its effect once", async () => {
    const { id } = operations.start("things/write", "a", 100);
    clock.advance(99_000);
    await operations.completeDue();
    expect(operations.get(id)?.status).toBe("Running");
    expect(ended).toEqual([]);

    clock.advance(1000);
    await operations.completeDue();
    await operations.completeDue();
    expect(operations.get(id)?.status).toBe("Succeeded");
    expect(ended).toEqual(["a Succeeded"]);
  });

  it("is over after a few polls: each moves the clock by a quarter of its duration", async () => {
    const { id } = operations.start("things/write", "a", 100);
    const seen = [];
    for (let poll = 0; poll < 4; poll++) seen.push((await operations.poll(id))?.status);
    expect(seen).toEqual(["Running", "Running", "Running", "Succeeded"]);
    expect(clock.now()).toBe(100_000);
    expect((await operations.poll(id))?.status).toBe("Succeeded");
    expect(clock.now()).toBe(100_000);
  });

  it("that was planned to fail ends Failed with its error, and still has its effect", async () => {
    const { id } = operations.start("things/write", "a", 1, {
      code: "Broken",
      message: "it broke",
    });
    clock.advance(1000);
    await operations.completeDue();
    expect(operations.get(id)).toMatchObject({
      status: "Failed",
      error: { code: "Broken", message: "it broke" },
    });
    expect(ended).toEqual(["a Failed"]);
  });

  it("is unknown to a poll with a wrong id", async () => {
    expect(await operations.poll("nonsense")).toBeUndefined();
  });

  it("needs a registered effect: a start without one is our own mistake", () => {
    expect(() => operations.start("things/delete", "a", 1)).toThrow(
      "no effect registered for operation things/delete",
    );
  });

  it("keeps its target busy while it runs", async () => {
    const { id } = operations.start("things/write", "a", 10);
    operations.start("things/write", "b", 100);
    expect(operations.runningOn("a")?.id).toBe(id);
    clock.advance(10_000);
    await operations.completeDue();
    expect(operations.runningOn("a")).toBeUndefined();
    expect(operations.runningOn("b")).toBeDefined();
  });
});

describe("completing due operations", () => {
  it("ends operations in the order of their ends, not of their starts", async () => {
    operations.start("things/write", "slow", 20);
    operations.start("things/write", "fast", 10);
    clock.advance(60_000);
    await operations.completeDue();
    expect(ended).toEqual(["fast Succeeded", "slow Succeeded"]);
  });

  it("waits for a slow effect: no caller sees a state in between", async () => {
    let release: () => void = () => undefined;
    operations.onEnd("things/open", () => new Promise<void>((resolve) => (release = resolve)));
    const { id } = operations.start("things/open", "a", 1);
    clock.advance(1000);
    const first = operations.completeDue();
    let secondDone = false;
    const second = operations.completeDue().then(() => (secondDone = true));
    await setImmediate();
    expect(operations.get(id)?.status).toBe("Running");
    expect(secondDone).toBe(false);
    release();
    await Promise.all([first, second]);
    expect(operations.get(id)?.status).toBe("Succeeded");
  });

  it("reports an effect that throws, ends its operation as Failed and goes on with the others", async () => {
    operations.onEnd("things/bad", () => {
      throw new Error("no such luck");
    });
    const { id } = operations.start("things/bad", "a", 1);
    operations.start("things/write", "b", 2);
    clock.advance(2000);
    await expect(operations.completeDue()).rejects.toThrow("no such luck");
    expect(operations.get(id)).toMatchObject({
      status: "Failed",
      error: { code: "InternalServerError" },
    });
    await operations.completeDue();
    expect(ended).toEqual(["b Succeeded"]);
  });

  it("goes on after a restart with what was running", async () => {
    const { id } = operations.start("things/write", "a", 10);
    const reopened = open();
    clock.advance(10_000);
    await reopened.completeDue();
    expect(ended).toEqual(["a Succeeded"]);
    expect(reopened.get(id)?.status).toBe("Succeeded");
  });

  it("deletes at a restart what ended more than a day ago", async () => {
    const { id } = operations.start("things/write", "a", 10);
    clock.advance(10_000);
    await operations.completeDue();
    clock.advance(24 * 3600 * 1000 + 1);
    expect(open().get(id)).toBeUndefined();
  });
});
