import { deploymentsOf, schedule } from "../design";
import { Pacer, type RateLimit } from "../pacing/pacer";
import { Traffic } from "../pacing/traffic";
import {
  DeploymentSampler,
  type SampledDeployment,
  type SamplerContext,
} from "./deployment-sampler";

import { InFlight } from "./in-flight";

/** How far the asking is; reported after every request and before every wait. */
export interface Progress {
  done: number;
  total: number;
  /** What is waited for; absent when nothing is. */
  waiting?: string;
}

/** A deployment with its own limits, if they are known. */
interface PacedDeployment extends SampledDeployment {
  rateLimits?: readonly RateLimit[];
}

/** What `collect` needs: the journal to fill, the deployments to ask and whom to report to. */
export interface CollectOptions extends SamplerContext, PacedDeployment {
  /** The second deployment of the design. */
  compare?: PacedDeployment;
  progress: (event: Progress) => void;
  /** Called after each whole block with the answers every question has; true ends the asking. */
  shouldStop?: (answersPerQuestion: number) => boolean;
}

/**
 * Asks every question of the frozen design that the journal does not hold yet, in the order of the
 * schedule, as fast as the quota allows.
 */
export async function collect(options: CollectOptions): Promise<void> {
  const { journal, clock, signal, compare, shouldStop = () => false } = options;
  const { spec } = journal.header;
  const samplerOf = samplersOf(options);
  const own = samplerOf(options);
  const compared =
    compare && samplerOf({ ...compare, deployment: compare.target.openaiDeployment });
  const inFlight = new InFlight();
  const done = new Set(journal.answers.map(({ id }) => id));
  // Noted with the first question asked again: a run that needs no more leaves its journal
  // unchanged.
  let isResumed = done.size > 0;
  let block = 0;
  for (const question of schedule(spec)) {
    // A block ends before the next begins: every look is balanced, and no cell is asked twice at a
    // time.
    if (question.block !== block) {
      await inFlight.finish();
      if (shouldStop(question.samples[0]!.index)) return;
    }
    block = question.block;
    const missing = question.samples.filter(({ id }) => !done.has(id));
    if (missing.length === 0) continue;
    const sampler = question.deployment === undefined ? own : compared!;
    await inFlight.waitForSlot(sampler.maxConcurrency);
    signal.throwIfAborted();
    if (isResumed)
      journal.append([{ type: "event", what: "resumed", at: new Date(clock.now()).toISOString() }]);
    isResumed = false;
    inFlight.start(sampler.ask(question, missing));
  }
  await inFlight.finish();
}

/** Makes the samplers of one run, which share its journal and the count of requests in flight. */
function samplersOf(options: CollectOptions) {
  const { journal, clock, progress } = options;
  const { spec } = journal.header;
  const total =
    spec.samples * spec.cells.length * spec.conditions.length * deploymentsOf(spec).length;
  const report = (waiting?: string): void =>
    progress({ done: journal.answers.length, total, waiting });
  const traffic = new Traffic();
  return ({ client, target, deployment, rateLimits }: PacedDeployment): DeploymentSampler => {
    const quota = deployment === undefined ? "the quota" : `the quota of ${deployment}`;
    const onWait = (ms: number, reason = quota): void =>
      report(`${reason}, ${Math.ceil(ms / 1000)} s`);
    const pacer = new Pacer(clock, rateLimits, onWait, traffic);
    return new DeploymentSampler({ client, target, deployment }, options, pacer, report);
  };
}
