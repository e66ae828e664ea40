import { join, resolve } from "node:path";
import { LabError } from "../../infra/errors";
import { clientOf, SCOPE, type ProbeTarget, type TokenSource } from "./ask/client";
import { collect, type Progress } from "./ask/collect";
import { replaceFileSync } from "../base/atomic-file";
import { wallClock, type Clock } from "../base/clock";
import { exitCodeOf, type Verdict } from "./score/gate/decide";
import { promptsIn, specOf, type Spec } from "./design";
import type { Prompts } from "./design/prompts";
import { estimate, type Estimate, type PricedDeployment } from "./design/estimate";
import { Journal, readJournal } from "./journal";
import type { RateLimit } from "./pacing/pacer";
import { documentOf, FILES } from "./report/document";
import type { Links } from "./report/next-section";
import type { ProbeDocument } from "./report/schema";
import { scoresCsv } from "./report/scores-csv";
import { writeReport } from "./report/write";
import type { Choices } from "./recorded/choices";
import { isJournal, readRecorded } from "./recorded/read";
import { journalOfRecorded, wordsToMask } from "./recorded/journal";
import { plannedPower, type PlannedPower } from "./design/plan-power";
import { scoreJournal } from "./score";
import { deploymentPart } from "./score/deployments";
import { canStopAt } from "./score/sequential/looks";
import type { ScorableJournal } from "./score/texts";

export {
  exitCodeOf,
  promptsIn,
  type Prompts,
  type Clock,
  type Estimate,
  type ProbeDocument,
  type ProbeTarget,
  type RateLimit,
  type Verdict,
};

/** The scope of the tokens that `ProbeOptions.token` returns. */
export const TOKEN_SCOPE = SCOPE;

/** Reported once before the first call, then after every answer and before every wait. */
export type ProbeEvent =
  { kind: "estimate"; estimate: Estimate; power: PlannedPower } | ({ kind: "progress" } & Progress);

/** How to probe a deployment. */
export interface ProbeOptions {
  /** The outputs of the stack that the probe reads. */
  outputs: ProbeTarget;
  /** The deployment's own `rateLimits`; otherwise learned from the headers of the responses. */
  rateLimits?: readonly RateLimit[];
  /** A second deployment of the same account, asked the same questions in the same blocks. */
  compare?: { deployment: string; model: ProbeTarget["model"]; rateLimits?: readonly RateLimit[] };
  /** Folder of the journal and the report; created if it is missing. */
  folder: string;
  /** Answers per question, 2 to 1000. */
  samples: number;
  /** Ids from the file of questions; `M0` must be among them. */
  conditions: readonly string[];
  /** Orders the questions and drives the resampling. */
  seed: number;
  /** Look at the data by a plan fixed beforehand, and stop when every measure has decided. */
  sequential?: boolean;
  /**
   * Token budget of one answer, 1 to 100,000; the lab's own by default. A reasoning model needs
   * more.
   */
  maxTokens?: number;
  /** Own questions and ways of asking (see `design/prompts.ts`); the lab's when absent. */
  prompts?: Prompts;
  /** Go on with the journal in the folder; without it, an existing journal is an error. */
  resume?: boolean;
  /** Address of the notebook's page, relative to the report, which links to it. */
  notebook?: string | undefined;
  clock?: Clock;
  /**
   * Region for the report instead of the outputs' location; the header of an answer takes
   * precedence.
   */
  region?: string;
  /** Entra tokens where keys are disabled; the ambient sign-in by default. */
  token?: TokenSource;
  progress?: (event: ProbeEvent) => void;
  signal?: AbortSignal;
}

/** The result of a probe. `document` is what `--json` prints; its `files` are absolute. */
export interface ProbeResult {
  document: ProbeDocument;
  verdict: Verdict;
  exitCode: 0 | 1 | 3;
}

/**
 * Asks the crossed design, journals every answer, scores, decides and writes the report.
 * @throws LabError `service` or `interrupted`; `resume` goes on with the journal
 */
export async function probe(options: ProbeOptions): Promise<ProbeResult> {
  const { outputs, folder, compare, clock = wallClock, progress = () => undefined } = options;
  const { signal = new AbortController().signal } = options;
  const spec = withBudget(specOf({ ...options, compare: compare?.deployment }), options.maxTokens);
  const client = await clientOf(outputs, options.token);
  const service = {
    account: outputs.openaiAccountName,
    deployment: outputs.openaiDeployment,
    apiVersion: outputs.openaiApiVersion,
    region: options.region ?? outputs.location,
    model: modelText(outputs.model),
    comparedModel: compare && modelText(compare.model),
  };
  const journal = Journal.open(
    join(folder, FILES.journal),
    spec,
    service,
    () => clock.now(),
    options.resume ?? false,
  );
  try {
    const done = { answers: idsOf(journal.answers), drafts: idsOf(journal.drafts) };
    progress({
      kind: "estimate",
      power: plannedPower(spec),
      estimate: estimate(spec, pricedOf(options), done),
    });
    await collect({
      client,
      target: outputs,
      journal,
      clock,
      rateLimits: options.rateLimits,
      compare: compare && {
        client,
        target: { ...outputs, openaiDeployment: compare.deployment, model: compare.model },
        rateLimits: compare.rateLimits,
      },
      progress: (event) => {
        progress({ kind: "progress", ...event });
      },
      shouldStop: (answersPerQuestion) => canStopAt(deploymentPart(journal), answersPerQuestion),
      signal,
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new LabError(
      "interrupted",
      `the probe was interrupted after ${journal.answers.length} answers`,
      {
        where: folder,
        cure: "run it again with --resume: no answer is lost",
        cause: error,
      },
    );
  } finally {
    journal.close();
  }
  return report(journal, folder, { notebook: options.notebook });
}

const modelText = ({ name, version }: ProbeTarget["model"]): string => `${name} ${version}`;

function pricedOf({ outputs, rateLimits, compare }: ProbeOptions): PricedDeployment[] {
  const region = outputs.location;
  const own = { model: outputs.model, region, rateLimits };
  return compare ? [own, { ...compare, region }] : [own];
}

const idsOf = (lines: readonly { id: string }[]): Set<string> => new Set(lines.map(({ id }) => id));

/** Checks the choices of a design before a stack is started for it. @throws LabError `usage` */
export const checkDesign = (
  choices: Pick<
    ProbeOptions,
    "samples" | "conditions" | "seed" | "sequential" | "maxTokens" | "prompts"
  >,
): void => void withBudget(specOf(choices), choices.maxTokens);

const MAX_TOKENS = 100_000;

function withBudget(spec: Spec, maxTokens: number | undefined): Spec {
  if (maxTokens === undefined) return spec;
  if (Number.isInteger(maxTokens) && maxTokens >= 1 && maxTokens <= MAX_TOKENS)
    return { ...spec, maxTokens };
  throw new LabError(
    "usage",
    `the budget of an answer must be 1 to ${MAX_TOKENS} tokens, not ${maxTokens}`,
  );
}

/**
 * Scores the journal in a folder again and rewrites its report, without a service. The same journal
 * gives the same bytes.
 */
export const score = (folder: string): ProbeResult =>
  report(readJournal(join(folder, FILES.journal)), folder);

/** Recorded answers to score. */
export interface ScoreFileOptions {
  /** Answers in a file or a folder (see `recorded/read.ts`), or a journal of ours. */
  file: string;
  /** What the user says of the file, where its own names do not. */
  choices?: Choices;
  /** Folder of the report; created if it is missing. */
  folder: string;
  /** Drives the resampling; a journal keeps its own. */
  seed: number;
  /** Further words to mask: names that the answers hold. */
  mask?: readonly string[];
  /** A file for the scores of every answer, as CSV. */
  scores?: string;
}

/**
 * Scores recorded answers without a service.
 * @throws LabError `journal` if the file cannot be read or nothing in it can be compared, `usage` for
 * a choice that does not fit it
 */
export function scoreFile(options: ScoreFileOptions): ProbeResult {
  const { file, folder, seed, choices = {}, mask = [], scores } = options;
  const journal: ScorableJournal = isJournal(file)
    ? readJournal(file)
    : journalOfRecorded(readRecorded(file, choices), file, seed);
  const masked = { ...journal, mask: [...(journal.mask ?? []), ...wordsToMask(mask)] };
  return report(masked, folder, {}, { answers: resolve(file), scores });
}

function report(
  journal: ScorableJournal,
  folder: string,
  links: Links = {},
  { answers = resolve(folder, FILES.journal), scores }: { answers?: string; scores?: string } = {},
): ProbeResult {
  const scored = scoreJournal(journal);
  writeReport(scored, folder, links);
  if (scores !== undefined) replaceFileSync(scores, scoresCsv(scored), 0o644);
  const { verdict } = scored;
  const document = documentOf(scored, {
    journal: answers,
    json: resolve(folder, FILES.json),
    html: resolve(folder, FILES.html),
    junit: resolve(folder, FILES.junit),
  });
  return { document, verdict, exitCode: exitCodeOf(verdict) };
}
