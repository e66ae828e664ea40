import { expect, test } from "vitest";
import { specOf } from "../../scripts/probe/design";
import { estimate } from "../../scripts/probe/estimate";

const LIMITS = [
  { key: "request", renewalPeriod: 10, count: 5 },
  { key: "token", renewalPeriod: 60, count: 5000 },
];

test("one condition, 40 per cell at 5K TPM takes about 13 minutes, as specified", () => {
  const { requests, answers, minutes } = estimate(
    specOf({ samples: 40, conditions: ["M0"], seed: 1 }),
    "gpt-4o",
    LIMITS,
  );
  expect({ requests, answers }).toEqual({ requests: 75, answers: 600 });
  expect(minutes).toBeGreaterThan(11);
  expect(minutes).toBeLessThan(14);
});

test("counts only what a journal does not hold yet", () => {
  const spec = specOf({ samples: 2, conditions: ["M0"], seed: 1 });
  const done = {
    answers: new Set(["M0/nurse-male/0", "M0/nurse-male/1", "M0/chef-female/0"]),
    drafts: new Set<string>(),
  };
  expect(estimate(spec, "gpt-4o", LIMITS, done)).toMatchObject({ requests: 14, answers: 27 });
});

test("says nothing about what it does not know", () => {
  const known = estimate(specOf({ samples: 2, conditions: ["M0"], seed: 1 }), "another-model", undefined);
  expect(known).not.toHaveProperty("minutes");
  expect(known).not.toHaveProperty("dollars");
});

test("600 answers of gpt-4o cost about 66 cents at most", () => {
  const { dollars } = estimate(specOf({ samples: 40, conditions: ["M0"], seed: 1 }), "gpt-4o", LIMITS);
  expect(dollars).toBeCloseTo(0.66, 2);
});
