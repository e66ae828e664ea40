import { groupBy } from "../../base/group-by";
import { auc } from "../stats/auc";
import { Ranking } from "../stats/ranking";
import { CrossFit, FOLDS, presenceOf } from "../stats/naive-bayes";
import { drawToFront, type RandomFor } from "../stats/random";
import { mean, sum, type Stratum } from "../stats/strata";
import { byGender, type Text, type TextStratum } from "./metric";

/** Consecutive texts that may be exchanged with each other: those of one stratum. */
export interface Block {
  name: string;
  first: number;
  size: number;
  /** Positions of each pair's texts; empty without pairs. */
  pairs: number[][];
}

/** Arm and fold of every text, stratum after stratum, women first. */
export interface Labelling {
  /** 1 for a text about a woman, 0 for one about a man. */
  female: Uint8Array;
  fold: Uint8Array;
  blocks: readonly Block[];
}

/** The texts of a stratum in the order of a labelling. */
export const textsOf = ({ female, male }: TextStratum): Text[] => [...female, ...male];

const foldOf = ({ index }: Text): number => index % FOLDS;

/** The labelling that was observed. */
export function labellingOf(strata: readonly TextStratum[]): Labelling {
  let first = 0;
  return {
    female: Uint8Array.from(
      strata.flatMap(({ female, male }) => [...female.map(() => 1), ...male.map(() => 0)]),
    ),
    fold: Uint8Array.from(strata.flatMap(textsOf), foldOf),
    blocks: strata.map((stratum) => {
      const members = textsOf(stratum);
      const { name } = stratum;
      const block = { name, first, size: members.length, pairs: pairsIn(stratum, first) };
      first += members.length;
      return block;
    }),
  };
}

/**
 * Relabels texts at random, each call anew; the labelling returned is overwritten by the next call.
 * Texts of a block exchange their arm and fold, pairs their two sides. Which texts become those
 * about women is drawn as `permutationPool` draws it from the same streams.
 */
export function relabeller(observed: Labelling, randomFor: RandomFor): () => Labelling {
  const { female, fold, blocks } = observed;
  const drawn = { female: Uint8Array.from(female), fold: Uint8Array.from(fold), blocks };
  const steps = blocks.map((block) =>
    block.pairs.length > 0
      ? pairExchange(block, observed, drawn, randomFor)
      : textExchange(block, observed, drawn, randomFor),
  );
  return () => {
    for (const step of steps) step();
    return drawn;
  };
}

function pairExchange(
  { name, pairs }: Block,
  { female }: Labelling,
  drawn: Labelling,
  randomFor: RandomFor,
): () => void {
  const random = randomFor(name);
  return () => {
    for (const members of pairs) {
      const exchanged = random.below(2);
      for (const k of members) drawn.female[k] = female[k]! ^ exchanged;
    }
  };
}

function textExchange(
  { name, first, size }: Block,
  { female, fold }: Labelling,
  drawn: Labelling,
  randomFor: RandomFor,
): () => void {
  const [random, ofFolds] = [randomFor(name), randomFor(`${name}, folds`)];
  const women = sum(female.subarray(first, first + size));
  const order = Array.from({ length: size }, (_, k) => first + k);
  const folds = [...fold.subarray(first, first + size)];
  const [hers, his] = [folds.slice(0, women), folds.slice(women)];
  return () => {
    drawToFront(order, women, random);
    // Drawn in random order those about women take their folds; the others are left in no such order.
    ofFolds.shuffle(his);
    for (let i = 0; i < size; i++) {
      const k = order[i]!;
      drawn.female[k] = i < women ? 1 : 0;
      drawn.fold[k] = i < women ? hers[i]! : his[i - women]!;
    }
  };
}

/** Positions of each pair's texts; `first` is that of the first text. Two texts alone are a pair. */
function pairsIn(stratum: TextStratum, first: number): number[][] {
  const texts = textsOf(stratum);
  if (stratum.female.length === 1 && stratum.male.length === 1) return [[first, first + 1]];
  const paired = [...texts.keys()].filter((k) => texts[k]!.pair !== undefined);
  const byPair = groupBy(paired, (k) => texts[k]!.pair);
  return [...byPair.values()].map((members) => members.map((k) => first + k));
}

/** Why a classifier cannot be estimated where a fold has nothing to learn from. */
export const UNTRAINED =
  "a question has too few answers for a classifier to learn from some and read the others";

/** Why a classifier had nothing to learn from; undefined where every fold had. */
export function untrainedReason(strata: readonly TextStratum[]): string | undefined {
  const isTrained = (texts: readonly Text[]): boolean => new Set(texts.map(foldOf)).size > 1;
  if (strata.every(({ female, male }) => isTrained(female) && isTrained(male))) return undefined;
  return UNTRAINED;
}

/** Tells the arms of consecutive texts apart, cross-fitted. Its buffers are used again by every fit. */
export class ArmClassifier {
  private readonly model: CrossFit;
  /** Buffers: the scores of a block by arm, and the ranks of one arm's. */
  private readonly split: Float64Array;
  private readonly ranking: Ranking;

  /** @param first position of the first of the `texts` in the labellings to come */
  constructor(
    texts: readonly Text[],
    private readonly first: number,
    private readonly blocks: readonly Block[],
  ) {
    this.model = new CrossFit(presenceOf(texts.map(({ words }) => words)));
    const largest = Math.max(...blocks.map(({ size }) => size));
    this.split = new Float64Array(largest);
    this.ranking = new Ranking(largest);
  }

  /** The AUC averaged over the blocks, after a fit to this labelling. */
  auc(labelling: Labelling): number {
    return mean(this.aucs(labelling));
  }

  /** The AUC of each block, after a fit to this labelling. */
  aucs({ female, fold }: Labelling): number[] {
    const { first } = this;
    const last = first + this.model.scores.length;
    this.model.fit(female.subarray(first, last), fold.subarray(first, last));
    return this.blocks.map((block) => this.blockAuc(block, female));
  }

  /** The scores of the last fit by arm; one stratum a block. */
  strataOf(texts: readonly TextStratum[]): Stratum[] {
    const { scores } = this.model;
    let next = 0;
    return texts.map((stratum) => {
      const own = new Map(textsOf(stratum).map((text) => [text, scores[next++]!]));
      return byGender(stratum, (text) => own.get(text)!);
    });
  }

  private blockAuc({ first, size }: Block, female: Uint8Array): number {
    // Women from the front, men from the back: both ends are written, and the wrong one again.
    const { split } = this;
    let [women, men] = [0, size - 1];
    for (let k = first; k < first + size; k++) {
      const score = this.model.scores[k - this.first]!;
      split[women] = split[men] = score;
      women += female[k]!;
      men -= 1 - female[k]!;
    }
    return auc(split.subarray(0, women), split.subarray(women, size), this.ranking);
  }
}
