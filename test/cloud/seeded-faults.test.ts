import { describe, expect, test } from "vitest";
import { ACTIONS } from "../../scripts/cloud/azure/arm/actions";
import type { FaultAnswer } from "../../scripts/cloud/core/faults";
import { LAUNCH, READINESS } from "../../scripts/cloud/databricks";
import { seededFaults } from "../../scripts/cloud/seeded-faults";

const OPERATIONS = [
  "entra/token",
  ...Object.keys(ACTIONS),
  "databricks/clusters/get",
  "databricks/secrets/put",
  "openai/chat/completions",
];
const CALLS = 400;

/** What becomes of the first calls of an operation. */
const lifeOf = (seed: number, operation: string): (FaultAnswer | undefined)[] =>
  Array.from({ length: CALLS }, (_, k) => seededFaults(seed)(operation, k + 1));

describe("a seed", () => {
  test("stands for its faults, whatever was called before; another seed has others", () => {
    const all = (seed: number) => OPERATIONS.map((operation) => lifeOf(seed, operation));
    const plan = seededFaults(7);
    const backwards = [...OPERATIONS]
      .reverse()
      .map((operation) =>
        Array.from({ length: CALLS }, (_, k) => plan(operation, CALLS - k)).reverse(),
      )
      .reverse();
    expect(backwards).toEqual(all(7));
    expect(all(8)).not.toEqual(all(7));
  });

  test("fails a few calls in a hundred, never two in turn, so that a second try is served", () => {
    for (const operation of OPERATIONS) {
      const life = lifeOf(3, operation);
      const failed = life.filter((answer) => answer !== undefined).length;
      expect(failed / CALLS, operation).toBeGreaterThan(0.02);
      expect(failed / CALLS, operation).toBeLessThan(0.12);
      expect(life.some((answer, k) => answer !== undefined && life[k + 1] !== undefined)).toBe(
        false,
      );
    }
  });

  test("fails a call only in a way after which its clients try again", () => {
    const statusesOf = (operation: string): unknown[] =>
      [
        ...new Set(
          lifeOf(5, operation).map((answer) =>
            typeof answer === "object" && "status" in answer ? answer.status : answer,
          ),
        ),
      ].sort();
    expect(statusesOf("resources/groups/read")).toEqual([429, 500, 503, 504, "drop", undefined]);
    expect(statusesOf("resources/groups/write")).toContain(409);
    expect(statusesOf("databricks/workspaces/delete")).toContain(409);
    expect(statusesOf("databricks/secrets/put")).toEqual([429, 503, "drop", undefined]);
    expect(statusesOf(READINESS)).toEqual(["late", undefined]);
    expect(statusesOf(LAUNCH)).toEqual([undefined]);
  });
});
