import { groupBy } from "../../base/group-by";
import { auc } from "../stats/auc";
import { CrossFit, FOLDS, presenceOf } from "../stats/naive-bayes";
import { shuffleBy, type Random } from "../stats/random";
import { mean, sum, type Stratum } from "../stats/strata";
import { byGender, type Text, type TextStratum } from "./metric";

/** Consecutive texts that may be exchanged with each other: those of one stratum. */
export interface Block {
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
      const block = { first, size: members.length, pairs: pairsIn(members, first) };
      first += members.length;
      return block;
    }),
  };
}

/** Exchanges texts within blocks, or the sides of pairs, at random; in place. */
export function relabel({ female, fold, blocks }: Labelling, random: Random): void {
  const exchange = (i: number, j: number): void => {
    [female[i], female[j]] = [female[j]!, female[i]!];
    [fold[i], fold[j]] = [fold[j]!, fold[i]!];
  };
  for (const { first, size, pairs } of blocks) {
    for (const members of pairs)
      if (random.below(2) === 1) for (const k of members) female[k] = 1 - female[k]!;
    if (pairs.length === 0) shuffleBy(size, random, (i, j) => exchange(first + i, first + j));
  }
}

/** Positions of each pair's texts; `first` is that of the first text. */
function pairsIn(texts: readonly Text[], first: number): number[][] {
  const paired = [...texts.keys()].filter((k) => texts[k]!.pair !== undefined);
  const byPair = groupBy(paired, (k) => texts[k]!.pair);
  return [...byPair.values()].map((members) => members.map((k) => first + k));
}

/** Why a classifier had nothing to learn from; undefined where every fold had. */
export function untrainedReason(strata: readonly TextStratum[]): string | undefined {
  const isTrained = (texts: readonly Text[]): boolean => new Set(texts.map(foldOf)).size > 1;
  if (strata.every(({ female, male }) => isTrained(female) && isTrained(male))) return undefined;
  return "a question has too few answers for a classifier to learn from some and read the others";
}

/** Tells the arms of consecutive texts apart, cross-fitted. Its buffers are used again by every fit. */
export class ArmClassifier {
  private readonly model: CrossFit;

  /** @param first position of the first of the `texts` in the labellings to come */
  constructor(
    texts: readonly Text[],
    private readonly first: number,
    private readonly blocks: readonly Block[],
  ) {
    this.model = new CrossFit(presenceOf(texts.map(({ words }) => words)));
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
    const { scores } = this.model;
    const women = sum(female.subarray(first, first + size));
    const [a, b] = [new Float64Array(women), new Float64Array(size - women)];
    let [i, j] = [0, 0];
    for (let k = first; k < first + size; k++) {
      const score = scores[k - this.first]!;
      if (female[k] === 1) a[i++] = score;
      else b[j++] = score;
    }
    return auc(a, b);
  }
}
