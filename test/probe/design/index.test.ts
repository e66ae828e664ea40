import { expect, test } from "vitest";
import { LabError } from "../../../infra/errors";
import { schedule, specHash, specOf } from "../../../scripts/probe/design";

const options = { samples: 20, conditions: ["M0", "M1"], seed: 7 };

test("every cell is asked as often as wanted under every condition, each sample once", () => {
  const ids = schedule(specOf(options)).flatMap(({ samples }) => samples.map(({ id }) => id));
  expect(ids).toHaveLength(20 * 15 * 2);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toContain("M1/nurse-female/19");
});

test("blocks are balanced and in turn; the last takes what is left", () => {
  const questions = schedule(specOf(options));
  const blocks = questions.map(({ block }) => block);
  expect(blocks).toEqual([...blocks].sort((a, b) => a - b));
  expect([0, 1, 2].map((block) => questions.filter((q) => q.block === block).length)).toEqual([
    30, 30, 30,
  ]);
  expect(questions.at(-1)?.samples.map(({ index }) => index)).toEqual([16, 17, 18, 19]);
});

test("the order is random, differs from block to block, and is repeated by the seed", () => {
  const order = (seed: number, block: number): string[] =>
    schedule(specOf({ ...options, seed }))
      .filter((q) => q.block === block)
      .map((q) => `${q.condition.id} ${q.cell.id}`);
  expect(order(7, 0)).toEqual(order(7, 0));
  expect(order(7, 0)).not.toEqual(order(7, 1));
  expect(order(7, 0)).not.toEqual(order(8, 0));
});

test("the hash speaks for every choice", () => {
  const hash = specHash(specOf(options));
  expect(specHash(specOf(options))).toBe(hash);
  expect(specHash(specOf({ ...options, samples: 21 }))).not.toBe(hash);
  expect(specHash(specOf({ ...options, seed: 8 }))).not.toBe(hash);
  expect(specHash(specOf({ ...options, conditions: ["M0"] }))).not.toBe(hash);
});

test.each([
  [40, [8, 16, 24, 32, 40]],
  [20, [8, 16, 20]],
  [9, [8, 9]],
  [64, [16, 32, 40, 56, 64]],
  [1000, [200, 400, 600, 800, 1000]],
])(
  "a sequential run of %i is looked at at %j, at ends of blocks; the plan is in the hash",
  (samples, looks) => {
    const spec = specOf({ ...options, samples, sequential: true });
    expect(spec.looks).toEqual(looks);
    expect(specOf({ ...options, samples }).looks).toEqual([samples]);
    expect(specHash(spec)).not.toBe(specHash(specOf({ ...options, samples })));
  },
);

test.each([
  [
    { samples: 8, sequential: true },
    "a sequential run needs more than 8 answers per question, not 8",
  ],
  [{ samples: 1 }, "the number of answers per question must be 2 to 1000, not 1"],
  [{ samples: 2.5 }, "the number of answers per question must be 2 to 1000, not 2.5"],
  [{ conditions: ["M1"] }, "the conditions must include M0: the verdict speaks about it"],
  [{ conditions: ["M0", "M9"] }, "there is no condition M9"],
  [{ seed: 0.5 }, "the seed must be a whole number, not 0.5"],
])("%o cannot be", (change, message) => {
  expect(() => specOf({ ...options, ...change })).toThrow(LabError);
  expect(() => specOf({ ...options, ...change })).toThrow(message);
});
