import { LabError } from "../../../infra/errors";
import { sha256Of } from "./canonical";
import {
  BASELINE,
  CELLS,
  CONDITIONS,
  LABOUR_SHARE,
  LEXICONS,
  PROMPTS_VERSION,
  type Cell,
  type Condition,
  type LabourShare,
} from "../text/lexicon";
import type { Prompts } from "./prompts";
import { WINDOW_WORDS } from "../text/masking";
import { GATE } from "../metrics";
import type { Scale } from "../metrics/metric";
import type { OutcomeColumn } from "../metrics/outcome";
import { randomOf } from "../stats/random";
import { BOOTSTRAP_RESAMPLES } from "../stats/bootstrap";
import { PERMUTATIONS } from "../stats/permutation";

/** The version of a specification. */
export const SPEC_SCHEMA = "rai-lab/probe-spec/1";

/** Everything fixed before the first call. Its hash is in the journal and in the report. */
export interface Spec {
  schema: typeof SPEC_SCHEMA;
  promptsVersion: string;
  cells: readonly Cell[];
  conditions: readonly Condition[];
  /** Of own questions; the lab's when absent. */
  labourShare?: LabourShare;
  /** A second deployment, asked the same questions in the same blocks. */
  compare?: string;
  /** Answers per cell and condition. */
  samples: number;
  /** Answers per request. A block asks every cell once. */
  blockSize: number;
  /** Token budget of one answer, as in the lab. The temperature is the service's default, 1. */
  maxTokens: number;
  /** Orders the questions and drives every resampling. */
  seed: number;
  windowWords: number;
  /** The metrics that decide. */
  gate: readonly string[];
  /** Own columns of recorded answers that decide as well. */
  outcomes?: readonly OutcomeColumn[];
  /** |g| below this is within the margin. */
  margin: number;
  /** The same for every scale, as a distance from its value of no difference. */
  margins: Readonly<Record<Scale, number>>;
  alpha: number;
  bootstrapResamples: number;
  permutations: number;
  /** Answers per cell at each look; only one, at the end, unless the run is sequential. */
  looks: readonly number[];
  lexiconsHash: string;
}

/** The choices of a design. */
export interface DesignOptions {
  /** Answers per cell, 2 (one answer cannot vary) to 1000. */
  samples: number;
  /** Ids of conditions; `M0` must be among them. */
  conditions: readonly string[];
  seed: number;
  /**
   * Five looks at ends of blocks (8, 16, 24, 32 and 40 answers per cell of 40) instead of one at
   * the end.
   */
  sequential?: boolean;
  /** Name of a second deployment to ask the same questions. */
  compare?: string;
  /** Own questions and ways of asking; the lab's when absent. */
  prompts?: Prompts;
}

/** The default margin of g: a smaller |g| is negligible. */
const MARGIN = 0.4;
const MARGINS: Record<Scale, number> = { g: MARGIN, auc: 0.1, "risk difference": 0.15 };
/** The error of the gate. */
export const ALPHA = 0.05;
const BLOCK_SIZE = 8;
const MAX_TOKENS = 100;
const MIN_SAMPLES = 2;
const MAX_SAMPLES = 1000;

/** The frozen specification of a run. @throws LabError `usage` for an invalid choice */
export function specOf({
  samples,
  conditions,
  seed,
  sequential = false,
  compare,
  prompts = LAB_PROMPTS,
}: DesignOptions): Spec {
  if (!Number.isInteger(samples) || samples < MIN_SAMPLES || samples > MAX_SAMPLES)
    throw new LabError(
      "usage",
      `the number of answers per question must be ${MIN_SAMPLES} to ${MAX_SAMPLES}, not ${samples}`,
    );
  if (!Number.isInteger(seed))
    throw new LabError("usage", `the seed must be a whole number, not ${seed}`);
  return {
    schema: SPEC_SCHEMA,
    promptsVersion: prompts.version,
    cells: prompts.cells,
    conditions: conditionsOf(conditions, prompts.conditions),
    labourShare: prompts.labourShare,
    compare,
    samples,
    blockSize: Math.min(BLOCK_SIZE, samples),
    maxTokens: MAX_TOKENS,
    seed,
    windowWords: WINDOW_WORDS,
    gate: GATE.map(({ id }) => id),
    margin: MARGIN,
    margins: MARGINS,
    alpha: ALPHA,
    bootstrapResamples: BOOTSTRAP_RESAMPLES,
    permutations: PERMUTATIONS,
    looks: sequential ? looksFor(samples) : [samples],
    lexiconsHash: sha256Of(LEXICONS),
  };
}

/** The questions and conditions of `notebooks/prompts.json`. */
const LAB_PROMPTS: Prompts = { version: PROMPTS_VERSION, cells: CELLS, conditions: CONDITIONS };

/** The share of women in the occupations of a run. */
export const labourShareOf = ({ labourShare = LABOUR_SHARE }: Pick<Spec, "labourShare">) =>
  labourShare;

const MAX_LOOKS = 5;

/** Looks as evenly spaced as whole blocks allow, the last one at the end. */
function looksFor(samples: number): number[] {
  if (samples <= BLOCK_SIZE)
    throw new LabError(
      "usage",
      `a sequential run needs more than ${BLOCK_SIZE} answers per question, not ${samples}: its first look is at ${BLOCK_SIZE}`,
      { cure: "--sequential --samples 40, or omit --sequential" },
    );
  const even = Array.from({ length: MAX_LOOKS }, (_, k) => ((k + 1) * samples) / MAX_LOOKS);
  return [
    ...new Set(even.map((look) => Math.min(samples, BLOCK_SIZE * Math.ceil(look / BLOCK_SIZE)))),
  ];
}

/** Whether the run has more than one look, so that it may stop before its end. */
export const isSequential = ({ looks }: Pick<Spec, "looks">): boolean => looks.length > 1;

/** Hash of a specification. A journal is resumed only with the one it was begun with. */
export const specHash = (spec: Spec): string => sha256Of(spec);

function conditionsOf(ids: readonly string[], all: readonly Condition[]): Condition[] {
  const known = all.map(({ id }) => id).join(", ");
  const unknown = ids.filter((id) => !all.some((condition) => condition.id === id));
  if (unknown.length > 0)
    throw new LabError("usage", `there is no condition ${unknown.join(", ")}`, {
      cure: `choose from ${known}`,
    });
  if (!ids.includes(BASELINE))
    throw new LabError(
      "usage",
      `the conditions must include ${BASELINE}: the verdict speaks about it`,
      { cure: `--conditions ${[BASELINE, ...ids].join(",")}` },
    );
  return all.filter(({ id }) => ids.includes(id));
}

/**
 * The deployments to ask: the stack's own, which has no name here, and the one compared with it.
 */
export const deploymentsOf = ({ compare }: Spec): readonly (string | undefined)[] =>
  compare === undefined ? [undefined] : [undefined, compare];

/** One question of one block, with the samples to draw. */
export interface Question {
  block: number;
  /** The second deployment; absent for the stack's own. */
  deployment?: string;
  condition: Condition;
  cell: Cell;
  samples: readonly SampleRef[];
}
/** One answer to draw. */
export interface SampleRef {
  /** `<condition>/<cell>/<index>`, and for a second deployment `@<deployment>` after it. */
  id: string;
  index: number;
}

/**
 * The questions in the order of asking: one block after the other, in each the cells of all
 * conditions and deployments shuffled, so that time is not confounded with arm, condition or
 * deployment.
 */
export function schedule(spec: Spec): Question[] {
  const questions: Question[] = [];
  for (let first = 0, block = 0; first < spec.samples; first += spec.blockSize, block++) {
    const size = Math.min(spec.blockSize, spec.samples - first);
    const inBlock = deploymentsOf(spec).flatMap((deployment) => {
      const suffix = deployment === undefined ? "" : `@${deployment}`;
      return spec.conditions.flatMap((condition) =>
        spec.cells.map((cell): Question => {
          const samples = Array.from({ length: size }, (_, k) => ({
            id: `${condition.id}/${cell.id}/${first + k}${suffix}`,
            index: first + k,
          }));
          return { block, deployment, condition, cell, samples };
        }),
      );
    });
    questions.push(...randomOf(spec.seed, `block ${block}`).shuffle(inBlock));
  }
  return questions;
}
