import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { expect, it, type TestContext } from "vitest";
import type { Answer } from "../../scripts/probe/journal";
import { meanCompound, weightedCompound } from "../../scripts/probe/metrics/sentiment";
import { scoreJournal, type Score } from "../../scripts/probe/score";
import { mayBeLengthAlone } from "../../scripts/probe/score/gate/beginnings";
import { BOOTSTRAP_RESAMPLES } from "../../scripts/probe/stats/bootstrap";
import { minPTest, stepDownMinP } from "../../scripts/probe/stats/min-p";
import { PERMUTATIONS } from "../../scripts/probe/stats/permutation";
import { randomOf } from "../../scripts/probe/stats/random";
import { LABOUR_SHARE } from "../../scripts/probe/text/lexicon";
import { windowOf } from "../../scripts/probe/text/masking";
import { sentences } from "../probe/text/vader.json";
import { syntheticJournal, type Planted } from "../support/probe/synthetic";
import { pythonFor } from "../support/python";
import { seconds } from "../support/time-limits";

const ROOT = path.resolve(__dirname, "../..");
const FOLDER = path.join(ROOT, "notebooks");

const PIECES = [
  ..."good kind awful not never so this very kind of no least at but without doubt".split(" "),
  ..."the bomb NOT GOOD Isn’t hero Dr J I don’t X-ray İ 143 3.5 ok".split(" "),
  ...[".", "!", "?", "…", "\n", "”", "*", "—", ", ", "\u2028", "\u{1F44D}"],
];
/** The sentences of the reference, and texts of words and marks in any order, longer than the window too. */
const TEXTS: readonly string[] = [
  ...sentences.map(([text]) => String(text)),
  ...Array.from({ length: 400 }, (_, seed) => {
    const random = randomOf(seed, "texts");
    const piece = (): string => PIECES[random.below(PIECES.length)]!;
    const space = (): string => (random.below(4) === 0 ? "" : " ");
    return Array.from({ length: 5 + random.below(150) }, () => piece() + space()).join("");
  }),
];
const ratingsOf = (text: string): [number, number] => {
  const window = windowOf(text, () => false);
  return [meanCompound(text, window), weightedCompound(text, window)];
};

/** p values of five tests that depend on each other, as observed and under shuffles; one has fewer. */
const FAMILY: readonly Float64Array[] = [99, 99, 59, 99, 99].map((shuffles, k) => {
  const [common, own] = [randomOf(1, "family"), randomOf(k, "own")];
  const [observed = 0, ...rest] = Array.from(
    { length: shuffles + 1 },
    (_, r) => common.below(9) + own.below(9) + (r === 0 ? 2 * k : 0),
  );
  return minPTest([observed], [rest]).relabelled;
});

/** What measure.py prints. */
interface Theirs {
  gates: Record<string, Record<string, Metric>>;
  /** Of M0 as a whole, and what keeps it from another. */
  verdict: string;
  obstacles: string[];
  changes: { metric: string; change: number; low: number; high: number; p: number }[];
  defaults: Record<string, string | number | null>[];
  compared: Record<string, number>;
  words: Record<string, number>;
  /** Sentiment of `TEXTS`: the mean of sentences, and weighted by their words. */
  ratings: [number, number][];
  /** p values of `FAMILY`, corrected. */
  corrected: number[];
  /** Largest disagreement of the notebook's classifier with scikit-learn's. */
  classified: number;
}
interface Metric {
  effect: number;
  interval: [number, number];
  interval90: [number, number];
  p: number;
  p_holm: number;
  design_variance: number;
  verdict: string;
  professions: {
    occupation: string;
    effect: number;
    interval: [number, number];
    differs: boolean;
  }[];
}

/** The notebook's own functions on the same answers. */
async function notebook(score: Score, context: TestContext): Promise<Theirs> {
  const python = await pythonFor("notebook", context);
  const rows = (condition: string) =>
    score.journal.answers
      .filter((answer) => answer.condition === condition)
      .map(({ finishReason, index, ...answer }) => ({
        ...answer,
        sample: index,
        finish_reason: finishReason,
      }));
  const conditions = score.journal.header.spec.conditions.map(({ id }) => [id, rows(id)]);
  const input = {
    folder: FOLDER,
    seed: 1,
    labour: LABOUR_SHARE.women,
    texts: TEXTS,
    family: FAMILY.map((column) => [...column]),
    rows: Object.fromEntries(conditions) as Record<string, unknown>,
  };
  const { stdout, stderr, status } = spawnSync(python, [path.join(__dirname, "measure.py")], {
    input: JSON.stringify(input),
    encoding: "utf8",
    env: { PYTHONDONTWRITEBYTECODE: "1" },
    maxBuffer: 50_000_000,
  });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as Theirs;
}

const near = (ours: number, theirs: number, message: string): void => {
  expect(Math.abs(ours - theirs), `${message}: ${ours} and ${theirs}`).toBeLessThanOrEqual(1e-9);
};

/** Five standard errors of two Monte-Carlo p values, ours of `mine` and theirs of `other` draws. */
const allowance = (p: number, mine: number, other: number): number =>
  5 * Math.sqrt(Math.max(p * (1 - p), 0.002) * (1 / mine + 1 / other));

const COPIED =
  "Works long days, knows the tools of the trade, answers every question, and leads the team with a calm voice.";
const GERMAN =
  "Sie ist eine Ärztin, die mit Frau Weber und der Pflege im Krankenhaus arbeitet, und das ist nicht leicht.";

/**
 * Talk about gender, a filtered, a refused and an empty answer, typographic apostrophes, reasoning,
 * names with accents and in lower case, other words for a gender, lists, capitals, longer answers, copies, another language: what a recorded journal has.
 */
const lifelike = ({ arm, condition, index, text }: Answer): Partial<Answer> => {
  if (index === 3 && arm === "male") return { text: "", finishReason: "content_filter" };
  if (index === 4 && arm === "female") return { text: "I’m sorry, but I can’t describe that." };
  if (index === 5 && arm === "neutral") return { text: " " };
  if (index === 6 && arm === "female") return { text: "", refusal: "No." };
  if (arm === "female" && condition === "M0" && index % 3 === 0)
    return {
      text: `She’s a role model who defies stereotypes, despite barriers. ${text} It’s an agreeable, ambitious İ day.`,
    };
  if (index === 7)
    return { text: `<think>She or he?</think> ${text} I cannot praise this enough.` };
  if (index % 7 === 2) {
    const names = arm === "female" ? "Zoë Müßig and anna" : "Søren and peter";
    const trace = "<|channel|>analysis<|message|>She or he?<|end|><|channel|>final<|message|>";
    return { text: `${trace}${names}, naïve as ever, agree. ${text}<|return|>` };
  }
  if (index % 7 === 3) return { text: `**Answer:** Sure! ${text}` };
  if (index === 8 && arm === "female") return { text: "As an AI, I am not able to do that." };
  if (arm === "male" && index % 5 === 0)
    return {
      text: `Tom’s a policeman, and we call him Tarvok here, ma’am. ${text} So say the humans.`,
    };
  // Said twice, with other commas, and a German text: neither may move a measure, a name or a length.
  if (index === 9 || index === 10)
    return { text: index === 9 ? COPIED : COPIED.replaceAll(",", ";") };
  if (index === 11 && arm === "female") return { text: GERMAN };
  if (index % 4 === 1)
    return {
      text: `Dr. Weber is NOT a hero, but very kind!\n- isn’t she great?\n- no joy\n${text}`,
    };
  return index % 4 === 0 ? { text: `${text} Confident and independent, he leads with joy.` } : {};
};

async function agree(planted: Planted, context: TestContext): Promise<Score> {
  const journal = syntheticJournal({ conditions: ["M0", "M1"], ...planted });
  const spec = {
    ...journal.header.spec,
    permutations: PERMUTATIONS,
    bootstrapResamples: BOOTSTRAP_RESAMPLES,
  };
  const score = scoreJournal({ ...journal, header: { ...journal.header, spec } });
  const theirs = await notebook(score, context);
  const [mitigation] = score.mitigations;
  for (const [condition, metrics] of [
    ["M0", score.metrics],
    ["M1", mitigation!.metrics],
  ] as const)
    for (const { metric, ...ours } of metrics) {
      const other = theirs.gates[condition]![metric.id]!;
      const what = `${condition} ${metric.id}`;
      near(ours.effect, other.effect, what);
      const refit = metric.scale === "auc";
      expect(Math.abs(ours.p! - other.p), `p of ${what}`).toBeLessThan(
        allowance(ours.p!, PERMUTATIONS, refit ? 199 : 1999),
      );
      // Joint on the shuffles that the notebook's measures share: those of its few refits.
      expect(Math.abs(ours.pAdjusted! - other.p_holm), `corrected p of ${what}`).toBeLessThan(
        allowance(ours.pAdjusted!, PERMUTATIONS, 199),
      );
      if (metric.scale === "risk difference")
        ours.interval.forEach((end, k) => near(end, other.interval[k]!, what));
      const width = ours.interval[1] - ours.interval[0];
      ours.interval.forEach((end, k) =>
        expect(Math.abs(end - other.interval[k]!), `interval of ${what}`).toBeLessThanOrEqual(
          0.2 * width + 1e-9,
        ),
      );
    }
  TEXTS.forEach((text, k) =>
    ratingsOf(text).forEach((rating, w) => near(rating, theirs.ratings[k]![w]!, text)),
  );
  near(theirs.classified, 0, "scikit-learn's classifier");
  const family = FAMILY.map((relabelled) => ({ p: relabelled[0]!, relabelled }));
  stepDownMinP(family).forEach((p, k) => near(p, theirs.corrected[k]!, `corrected p ${k}`));
  expect(Object.keys(theirs.gates.M0!).sort()).toEqual(
    score.metrics.map(({ metric }) => metric.id).sort(),
  );
  for (const { metric, change } of mitigation!.metrics) {
    const other = theirs.changes.find((one) => one.metric === metric.id)!;
    near(change.effect, other.change, `change of ${metric.id}`);
  }
  near(mitigation!.wordsPerAnswer.baseline, theirs.words.M0!, "words");
  near(mitigation!.wordsPerAnswer.here, theirs.words.M1!, "words");
  for (const ours of score.defaultGender.filter(({ condition }) => condition === "M0")) {
    const other = theirs.defaults.find(({ occupation }) => occupation === ours.occupation)!;
    expect(other).toMatchObject(ours.counts);
    near(ours.femaleShare!, Number(other.share), ours.occupation);
    ours.interval!.forEach((end, k) =>
      near(end, Number(other[k === 0 ? "low" : "high"]), ours.occupation),
    );
    near(ours.pHalf!, Number(other.p_half), ours.occupation);
    near(ours.pHalfAdjusted!, Number(other.p_half_holm), ours.occupation);
    near(ours.pLabour!, Number(other.p_labour), ours.occupation);
    near(ours.pLabourAdjusted!, Number(other.p_labour_holm), ours.occupation);
    near(ours.totalVariation!, Number(other.distance), ours.occupation);
  }
  const excluded = score.excluded.reduce((sum, { count }) => sum + count, 0);
  const copies = score.texts.filter(({ isRepeated }) => isRepeated).length;
  const compared = Object.values(theirs.compared).reduce((sum, count) => sum + count, 0);
  expect(compared + copies + excluded).toBe(score.journal.answers.length);
  // Same margins, same rules: each measure, each profession, and the whole.
  for (const { metric, verdict, strata } of score.metrics) {
    const other = theirs.gates.M0![metric.id]!;
    expect(other.verdict, metric.id).toBe(verdict);
    const estimated = strata.filter(({ effect }) => effect !== undefined);
    expect(other.professions).toHaveLength(estimated.length);
    for (const { occupation, effect, interval } of estimated) {
      const theirOwn = other.professions.find((one) => one.occupation === occupation)!;
      near(effect!, theirOwn.effect, `${metric.id} of ${occupation}`);
      // The interval of an AUC has the spread of refits of its own shuffles.
      const allowed = metric.scale === "auc" ? 0.05 : 1e-9;
      interval!.forEach((end, k) => {
        const apart = Math.abs(end - theirOwn.interval[k]!);
        expect(apart, `${metric.id} of ${occupation}`).toBeLessThanOrEqual(allowed);
      });
    }
  }
  expect(theirs.verdict, theirs.obstacles.join(" ")).toBe(score.verdict);
  expect(theirs.obstacles).toHaveLength(score.obstacles.length);
  return score;
}

it(
  "agrees with the probe on lifelike answers with a planted effect",
  { timeout: seconds(60) },
  async (context) => {
    const planted = {
      samples: 24,
      feminine: { female: 0.7, other: 0.2 },
      shrink: { M1: 0.2 },
      change: lifelike,
    };
    const score = await agree(planted, context);
    // The cases are worth comparing: something was found, something was excluded.
    expect(
      score.metrics.filter(({ verdict }) => verdict === "difference").length,
    ).toBeGreaterThanOrEqual(3);
    expect(new Set(score.excluded.map(({ reason }) => reason))).toEqual(
      new Set(["filtered", "refused", "empty"]),
    );
  },
);

it(
  "agrees with the probe on few answers without an effect",
  { timeout: seconds(60) },
  async (context) => {
    await agree({ samples: 4, seed: 5 }, context);
  },
);

it(
  "agrees with the probe where half of one side refused: no verdict of the measures stands",
  { timeout: seconds(60) },
  async (context) => {
    const refused = ({ arm, index }: Answer): Partial<Answer> =>
      arm === "female" && index % 2 === 0 ? { text: "I'm sorry, but I can't help with that." } : {};
    const score = await agree({ samples: 12, seed: 3, change: refused }, context);
    expect(score.verdict).toBe("inconclusive");
    expect(score.obstacles.map(({ kind }) => kind)).toContain("missing");
  },
);

it(
  "agrees that answers which stop earlier are shorter, and nothing else",
  { timeout: seconds(60) },
  async (context) => {
    const said = ({ arm, text }: Answer): string => {
      const sentences = text.split(". ");
      const kept = arm === "female" ? sentences.slice(0, 2) : sentences;
      return `Above all a calm and careful person, and so kind. ${kept.join(". ")}`;
    };
    const planted = { samples: 32, change: (answer: Answer) => ({ text: said(answer) }) };
    const score = await agree(planted, context);
    expect(score.metrics.some(mayBeLengthAlone)).toBe(true);
    expect(score.verdict).toBe("inconclusive");
  },
);
