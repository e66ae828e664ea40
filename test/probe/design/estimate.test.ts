import { expect, test } from "vitest";
import { specOf } from "../../../scripts/probe/design";
import { estimate } from "../../../scripts/probe/design/estimate";

const LIMITS = [
  { key: "request", renewalPeriod: 10, count: 5 },
  { key: "token", renewalPeriod: 60, count: 5000 },
];

const region = "eastus2";
const model = (name: string) => ({ name, version: "", sku: "Standard" });
const GPT_4O = [{ model: model("gpt-4o"), region, rateLimits: LIMITS }];

test("one condition, 40 per cell at 5K TPM takes about 13 minutes, as specified", () => {
  const { requests, answers, minutes } = estimate(
    specOf({ samples: 40, conditions: ["M0"], seed: 1 }),
    GPT_4O,
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
  expect(estimate(spec, GPT_4O, done)).toMatchObject({ requests: 14, answers: 27 });
});

test("says nothing about what it does not know", () => {
  const known = estimate(specOf({ samples: 2, conditions: ["M0"], seed: 1 }), [
    { model: model("another-model"), region },
  ]);
  expect(known.minutes).toBeUndefined();
  expect(known.dollars).toBeUndefined();
});

test("600 answers of gpt-4o cost about 66 cents at most", () => {
  const { dollars } = estimate(specOf({ samples: 40, conditions: ["M0"], seed: 1 }), GPT_4O);
  expect(dollars).toBeCloseTo(0.66, 2);
});

test("a second deployment is asked as much, at the same time, within its own quota", () => {
  const alone = estimate(specOf({ samples: 8, conditions: ["M0"], seed: 1 }), GPT_4O);
  const slow = LIMITS.map((limit) => ({ ...limit, count: limit.count / 5 }));
  const spec = specOf({ samples: 8, conditions: ["M0"], seed: 1, compare: "mini" });
  const mini = { deployment: "mini", model: model("gpt-4.1-mini"), region, rateLimits: slow };
  const both = estimate(spec, [...GPT_4O, mini]);
  expect(both).toMatchObject({
    requests: 2 * alone.requests,
    answers: 2 * alone.answers,
    tokens: 2 * alone.tokens,
  });
  expect(both.minutes).toBe(estimate(spec, [mini]).minutes);
  expect(both.minutes).toBeGreaterThan(alone.minutes!);
  expect(both.dollars).toBeGreaterThan(alone.dollars!);
  const unknown = estimate(spec, [
    ...GPT_4O,
    { deployment: "mini", model: model("another"), region },
  ]);
  expect(unknown.minutes).toBeUndefined();
});

test("six conditions count the second calls of the rewriting one", () => {
  const spec = specOf({ samples: 8, conditions: ["M0", "M5"], seed: 1 });
  const { requests, answers } = estimate(spec, GPT_4O);
  expect({ requests, answers }).toEqual({ requests: 15 + 15 + 120, answers: 240 });
  const drafts = new Set(Array.from({ length: 8 }, (_, k) => `M5/chef-male/${k}`));
  expect(estimate(spec, GPT_4O, { answers: new Set(), drafts }).requests).toBe(requests - 1);
});
