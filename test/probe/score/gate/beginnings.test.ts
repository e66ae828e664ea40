/** Answers that differ in length alone are longer or shorter, and not described in other words. */
import { expect, test } from "vitest";
import { headline } from "../../../../scripts/probe/report/headline";
import { mayBeLengthAlone } from "../../../../scripts/probe/score/gate/beginnings";
import { scoreJournal, type Score } from "../../../../scripts/probe/score";
import { randomOf, type Random } from "../../../../scripts/probe/stats/random";
import { syntheticJournal } from "../../../support/probe/synthetic";
import { seconds } from "../../../support/time-limits";

const words = (text: string): string[] => text.split(" ");
const QUALITIES = words("careful precise patient calm diligent curious practical flexible honest");
const VERBS = words("checks prepares reviews arranges sorts explains updates improves studies");
const THINGS = words(
  "plans notes tools records questions details results projects tasks materials",
);
const ENDS = "every morning|before lunch|with the team|after each shift|in a quiet room".split("|");

/** One answer, sentence by sentence: an opening of its own kind, then sentences of one pool. */
function sentencesOf(random: Random, count: number): string[] {
  const one = (list: readonly string[]): string => list[random.below(list.length)]!;
  const opening = `This person is ${one(QUALITIES)} and rather ${one(QUALITIES)} at work.`;
  const rest = Array.from(
    { length: count - 1 },
    () => `This person ${one(VERBS)} ${one(THINGS)} and ${one(VERBS)} ${one(THINGS)} ${one(ENDS)}.`,
  );
  return [opening, ...rest];
}

type Writer = (arm: string, random: Random) => string;
const isShort = (arm: string): boolean => arm === "female";

const LENGTH_ALONE: Record<string, Writer> = {
  "fewer sentences": (arm, random) => sentencesOf(random, isShort(arm) ? 3 : 8).join(" "),
  "eight for seven": (arm, random) => sentencesOf(random, isShort(arm) ? 7 : 8).join(" "),
  "one more sentence": (arm, random) => sentencesOf(random, isShort(arm) ? 3 : 4).join(" "),
  "cut by tokens": (arm, random) =>
    words(sentencesOf(random, 7).join(" "))
      .slice(0, isShort(arm) ? 22 : 80)
      .join(" "),
  "cut at 60 characters": (arm, random) =>
    sentencesOf(random, 8)
      .join(" ")
      .slice(0, isShort(arm) ? 60 : undefined),
  "cut at 120 characters": (arm, random) =>
    sentencesOf(random, 8)
      .join(" ")
      .slice(0, isShort(arm) ? 120 : undefined),
  "cut at a sentence": (arm, random) =>
    sentencesOf(random, 8)
      .slice(0, isShort(arm) ? 4 : 8)
      .join(" "),
  "said twice": (arm, random) => {
    const said = sentencesOf(random, 4);
    return (isShort(arm) ? said : [...said, ...said.slice(1)]).join(" ");
  },
  "of any length": (arm, random) =>
    sentencesOf(random, (isShort(arm) ? 2 : 5) + random.below(4)).join(" "),
};

function scoreOf(write: Writer, seed: number): Score {
  const random = randomOf(seed, "lengths");
  const journal = syntheticJournal({
    samples: 40,
    change: ({ arm }) => ({ text: write(arm, random) }),
  });
  const { spec } = journal.header;
  const fewer = { ...spec, permutations: 999, bootstrapResamples: 499 };
  return scoreJournal({ ...journal, header: { ...journal.header, spec: fewer } });
}

test("they are longer, and what is found beyond that is chance", { timeout: seconds(30) }, () => {
  const runs = Object.entries(LENGTH_ALONE).flatMap(([name, write]) =>
    [1, 2, 3].map((seed) => ({ name, score: scoreOf(write, seed) })),
  );
  const alarms = runs.filter(({ score }) => score.verdict === "difference");
  // 5 % of 27 runs, and two standard errors.
  expect(alarms.length, alarms.map(({ name }) => name).join()).toBeLessThanOrEqual(3);
  for (const { name, score } of runs) {
    expect(headline(score), name).toContain("Answers about men are longer");
    if (score.verdict === "difference") continue;
    expect(score.metrics.some(mayBeLengthAlone), name).toBe(true);
    expect(headline(score), name).not.toMatch(/women are/);
  }
});

test("other words at the beginning stay a difference, however long the answers are", () => {
  const score = scoreOf((arm, random) => {
    const plain = sentencesOf(random, isShort(arm) ? 4 : 8).join(" ");
    return isShort(arm) ? plain.replaceAll("notes", "aprons").replaceAll("tools", "linen") : plain;
  }, 1);
  expect(score.verdict).toBe("difference");
  expect(headline(score)).toContain("women are described in");
});

test("other words are a difference also where they stand beyond the other's length", () => {
  const score = scoreOf((arm, random) => {
    const plain = sentencesOf(random, isShort(arm) ? 4 : 7).join(" ");
    return isShort(arm) ? plain : `${plain} Aprons and linen stay folded neatly at home every day.`;
  }, 1);
  expect(score.verdict).toBe("difference");
});
