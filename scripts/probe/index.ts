import { join } from "node:path";
import { LabError } from "../../infra/errors";
import { clientOf, SCOPE, type ProbeTarget, type TokenSource } from "./ask/client";
import { collect, type Progress } from "./ask/collect";
import { wallClock, type Clock } from "../base/clock";
import { specOf, type Spec } from "./design";
import { readPrompts, type Prompts } from "./design/prompts";
import { estimate, type Estimate, type PricedDeployment } from "./design/estimate";
import { Journal } from "./journal";
import type { RateLimit } from "./pacing/pacer";
import { FILES } from "./report/document";
import type { ProbeDocument } from "./report/schema";
import { writeResult, type ProbeResult } from "./result";
import { plannedPower, type PlannedPower } from "./design/plan-power";
import { deploymentPart } from "./score/deployments";
import { canStopAt } from "./score/sequential/looks";

export {
  readPrompts,
  type Prompts,
  type Clock,
  type Estimate,
  type ProbeDocument,
  type ProbeResult,
  type ProbeTarget,
  type RateLimit,
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
  return writeResult(journal, folder, { links: { notebook: options.notebook } });
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
