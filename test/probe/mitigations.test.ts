import { beforeAll, expect, test } from "vitest";
import { plantedModel } from "../../scripts/cloud/openai/models/planted";
import { type Effects, PRESETS } from "../../scripts/cloud/openai/models/planted/settings";
import { messagesOf, rewriteMessagesOf } from "../../scripts/probe/ask/chat";
import type { Message } from "../../scripts/probe/ask/request";
import { schedule, specHash, specOf } from "../../scripts/probe/design";
import type { Answer, JournalContents } from "../../scripts/probe/journal";
import { CONDITIONS } from "../../scripts/probe/text/lexicon";
import { scoreJournal, type Score } from "../../scripts/probe/score";
import { syntheticJournal } from "../support/probe/synthetic";
import { seconds } from "../support/time-limits";

const TRUTH = PRESETS.mitigations;
const [TEMPLATE] = syntheticJournal({ samples: 2 }).answers;

/** All conditions, answered by the planted model with a known truth for each, without any service between. */
async function plantedJournal(samples: number): Promise<JournalContents> {
  const model = plantedModel({ settings: TRUTH, seed: "mitigations" });
  const conditions = CONDITIONS.map(({ id }) => id);
  const spec = {
    ...specOf({ samples, conditions, seed: 1 }),
    permutations: 499,
    bootstrapResamples: 1_000,
  };
  const answers: Answer[] = [];
  const say = async (messages: Message[], n: number, ordinal = 0) =>
    (await model.complete({ messages, n, maxTokens: spec.maxTokens, temperature: 1, ordinal }))
      .choices;
  for (const question of schedule(spec)) {
    const { condition, cell, block, samples: wanted } = question;
    const first = await say(messagesOf(question), wanted.length, block);
    for (const [k, { id, index }] of wanted.entries()) {
      const draft = first[k]!;
      const [second] = condition.rewrite
        ? await say(rewriteMessagesOf(question, draft.text, condition.rewrite), 1)
        : [];
      const { text, finishReason } = second ?? draft;
      const { occupation, arm, prompt } = cell;
      const asked = { id, condition: condition.id, occupation, arm, index, block, prompt };
      answers.push({ ...TEMPLATE!, ...asked, text, finishReason });
    }
  }
  const { header } = syntheticJournal();
  return {
    header: { ...header, spec, hash: specHash(spec) },
    answers,
    drafts: [],
    requests: [],
    events: [],
  };
}

const DIALS = {
  "gender-coded-wording": ({ coded }: Effects) => coded,
  "agentic-communal": ({ agency }: Effects) => agency,
  sentiment: ({ sentiment }: Effects) => sentiment,
  "gender-salience": ({ salience }: Effects) => salience.female - salience.male,
};

let score: Score;
beforeAll(async () => {
  score = scoreJournal(await plantedJournal(40));
}, seconds(15));
const mitigation = (id: string) => score.mitigations.find(({ condition }) => condition.id === id)!;
/** For each dial, whether the interval of its change holds the change that was planted. */
const recovered = (id: keyof typeof TRUTH.conditions): boolean[] =>
  Object.entries(DIALS).map(([metric, dial]) => {
    const { change } = mitigation(id).metrics.find((one) => one.metric.id === metric)!;
    const planted = dial(TRUTH.conditions[id]) - dial(TRUTH.bare);
    return change.interval[0] <= planted && planted <= change.interval[1];
  });

test("a mitigation that halves every effect is recovered by the interval of each", () => {
  expect(recovered("M2")).toEqual([true, true, true, true]);
  for (const { change } of mitigation("M2").metrics) expect(change.pAdjusted).toBeLessThan(0.05);
  expect(mitigation("M2").costs!.evasive).toEqual([]);
});

test("one that does nothing changes nothing: a null result", () => {
  for (const { change } of mitigation("M1").metrics) expect(change.pAdjusted).toBeGreaterThan(0.05);
  expect(mitigation("M1").costs!.evasive).toEqual([]);
});

test("one that refuses and one that erases are flagged for it, though they shrink the effect", () => {
  expect(mitigation("M3").costs!.evasive).toEqual(["refuses"]);
  expect(mitigation("M4").costs!.evasive).toEqual(["erases"]);
  const coded = mitigation("M4").metrics.find(
    ({ metric }) => metric.id === "gender-coded-wording",
  )!;
  expect(coded.change.size).toBeLessThan(-1);
});

test("rewriting to a quarter shows the largest change of those that do not evade", () => {
  const size = (id: string): number =>
    mitigation(id).metrics.find(({ metric }) => metric.id === "distinguishability")!.change.size;
  expect(size("M5")).toBeLessThan(size("M2"));
  expect(mitigation("M5").costs!.evasive).toEqual([]);
});

test("of the sixteen intervals of M1, M2, M3 and M5 no more miss than 95 % ones may", () => {
  const misses = (["M1", "M2", "M3", "M5"] as const)
    .flatMap(recovered)
    .filter((held) => !held).length;
  // P(more than 3 of 16) is 0.7 %.
  expect(misses).toBeLessThanOrEqual(3);
});
