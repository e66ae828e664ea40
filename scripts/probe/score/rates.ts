import type { Answer } from "../journal";
import { ARMS, LEXICONS, type Arm } from "../text/lexicon";
import { outcomeOf, type Outcome } from "../text/outcome";
import { randomOf } from "../stats/random";
import { permutationTest } from "../stats/permutation";
import { comparedSamples, contrast, mean, type Stratum } from "../stats/strata";

/** A property of the answers other than their words, compared between the arms. Never decides. */
export interface Rate {
  id: "length" | "truncated" | "refused" | "filtered" | "empty" | "hedged";
  name: string;
  /** Mean per answer in each arm; an arm without answers is absent. */
  byArm: Partial<Record<Arm, number>>;
  /** Women minus men, averaged over the occupations. */
  difference: number;
  p: number;
}

const HEDGE = new RegExp(`\\b(?:${LEXICONS.hedges.terms.join("|")})\\b`, "i");

const hasOutcome =
  (expected: Outcome) =>
  (_answer: Answer, outcome: Outcome): number =>
    Number(outcome === expected);

/** `texts`: only answers with a text count. `of`: the value of one answer. */
const RATES: readonly {
  id: Rate["id"];
  name: string;
  texts: boolean;
  of: (answer: Answer, outcome: Outcome) => number;
}[] = [
  {
    id: "length",
    name: "words per answer",
    texts: true,
    of: ({ text }) => text.match(/\S+/g)?.length ?? 0,
  },
  {
    id: "truncated",
    name: "cut at the token limit",
    texts: true,
    of: ({ finishReason }) => Number(finishReason === "length"),
  },
  {
    id: "hedged",
    name: "answers that hedge",
    texts: true,
    of: ({ text }) => Number(HEDGE.test(text)),
  },
  { id: "refused", name: "refusals", texts: false, of: hasOutcome("refused") },
  { id: "filtered", name: "content-filter blocks", texts: false, of: hasOutcome("filtered") },
  { id: "empty", name: "answers without a text", texts: false, of: hasOutcome("empty") },
];

/** The rates of one condition's answers. Rates of refusals and blocks are shares of all answers. */
export function ratesOf(
  answers: readonly Answer[],
  condition: string,
  seed: number,
  permutations: number,
): Rate[] {
  const ofCondition = answers
    .filter((answer) => answer.condition === condition)
    .map((answer) => ({ answer, outcome: outcomeOf(answer) }));
  const answered = ofCondition.filter(({ outcome }) => outcome === "answered");
  return RATES.map(({ id, name, texts, of }) => {
    const values = (texts ? answered : ofCondition).map(({ answer, outcome }) => ({
      arm: answer.arm,
      occupation: answer.occupation,
      value: of(answer, outcome),
    }));
    const compared = comparedSamples(
      values,
      ({ arm }) => arm === "female",
      ({ arm }) => arm === "male",
      ({ value }) => value,
    );
    const byArm: Rate["byArm"] = {};
    for (const arm of ARMS) {
      const own = values.filter((one) => one.arm === arm).map(({ value }) => value);
      if (own.length > 0) byArm[arm] = mean(own);
    }
    return {
      id,
      name,
      byArm,
      difference: compared.length > 0 ? contrast(compared) : 0,
      p: isConstant(compared)
        ? 1
        : permutationTest(compared, randomOf(seed, `rate ${condition} ${id}`), permutations),
    };
  });
}

/** Whether all values are equal: no permutation of the labels can then differ. */
function isConstant(strata: readonly Stratum[]): boolean {
  const [first] = strata.flatMap(({ a }) => a);
  return strata.every(({ a, b }) => [...a, ...b].every((value) => value === first));
}
