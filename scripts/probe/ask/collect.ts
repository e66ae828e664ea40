import type { OpenAI } from "openai";
import { deploymentsOf, schedule } from "../design";
import { Pacer, type RateLimit } from "../pacing/pacer";
import { Traffic } from "../pacing/traffic";
import {
  DeploymentSampler,
  type SampledDeployment,
  type SamplerContext,
} from "./deployment-sampler";
import type { ProbeTarget } from "./client";
import { InFlight } from "./in-flight";

/** Told after every request. */
export interface Progress {
  done: number;
  total: number;
  /** What is being waited for, if anything. */
  waiting?: string;
}

/** What asking needs. */
export interface CollectOptions extends SamplerContext {
  client: OpenAI;
  target: ProbeTarget;
  rateLimits?: readonly RateLimit[];
  /** The second deployment of the design, which is paced by its own limits. */
  compare?: { client: OpenAI; target: ProbeTarget; rateLimits?: readonly RateLimit[] };
  progress: (event: Progress) => void;
  /** Asked whenever a block is whole and every question has this many answers: true, and no more are asked. */
  shouldStop?: (answersPerQuestion: number) => boolean;
}

/**
 * Asks every question of the frozen design that the journal does not yet hold, in its order, as fast as the quota lets
 * requests through.
 */
export async function collect(options: CollectOptions): Promise<void> {
  const { journal, clock, progress, signal } = options;
  const { spec } = journal.header;
  const total =
    spec.samples * spec.cells.length * spec.conditions.length * deploymentsOf(spec).length;
  const report = (waiting?: string): void =>
    progress({ done: journal.answers.length, total, ...(waiting !== undefined && { waiting }) });
  const traffic = new Traffic();
  const askerOf = ({
    rateLimits,
    ...asked
  }: SampledDeployment & Pick<CollectOptions, "rateLimits">): DeploymentSampler => {
    const whose = asked.deployment === undefined ? "the quota" : `the quota of ${asked.deployment}`;
    const pacer = new Pacer(
      clock,
      rateLimits,
      (ms) => report(`${whose}, ${Math.ceil(ms / 1000)} s`),
      traffic,
    );
    return new DeploymentSampler(asked, options, pacer, report);
  };
  const own = askerOf({
    client: options.client,
    target: options.target,
    rateLimits: options.rateLimits,
  });
  const other =
    options.compare &&
    askerOf({ ...options.compare, deployment: options.compare.target.openaiDeployment });
  const inFlight = new InFlight();
  const done = new Set(journal.answers.map(({ id }) => id));
  // Said with the first question that is asked again: a run that needs nothing more leaves its journal as it was.
  let resumed = done.size > 0;
  let block = 0;
  for (const question of schedule(spec)) {
    // A block is whole before the next begins: a look at the data is balanced, and no cell is asked twice at a time.
    if (question.block !== block) {
      await inFlight.finish();
      if (options.shouldStop?.(question.samples[0]!.index)) return;
    }
    block = question.block;
    const missing = question.samples.filter(({ id }) => !done.has(id));
    if (missing.length === 0) continue;
    const asker = question.deployment === undefined ? own : other!;
    await inFlight.waitForSlot(asker.maxConcurrency);
    signal.throwIfAborted();
    if (resumed)
      journal.append([{ type: "event", what: "resumed", at: new Date(clock.now()).toISOString() }]);
    resumed = false;
    inFlight.start(asker.ask(question, missing));
  }
  await inFlight.finish();
}
