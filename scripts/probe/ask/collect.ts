import type { OpenAI } from "openai";
import type { Clock } from "../clock";
import { schedule } from "../design";
import type { Journal } from "../journal";
import { Pacer, type RateLimit } from "../pacer";
import { Asker } from "./asker";
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
export interface CollectOptions {
  client: OpenAI;
  target: ProbeTarget;
  journal: Journal;
  clock: Clock;
  rateLimits?: readonly RateLimit[];
  progress: (event: Progress) => void;
  signal: AbortSignal;
}

/**
 * Asks every question of the frozen design that the journal does not yet hold, in its order, as fast as the quota lets
 * requests through.
 */
export async function collect(options: CollectOptions): Promise<void> {
  const { journal, clock, progress, signal } = options;
  const { spec } = journal.header;
  const total = spec.samples * spec.cells.length * spec.conditions.length;
  const report = (waiting?: string): void =>
    progress({ done: journal.answers.length, total, ...(waiting !== undefined && { waiting }) });
  const pacer = new Pacer(clock, options.rateLimits, (ms) => report(`the quota, ${Math.ceil(ms / 1000)} s`));
  const asker = new Asker(options, pacer, report);
  const inFlight = new InFlight();
  const done = new Set(journal.answers.map(({ id }) => id));
  let block = 0;
  for (const question of schedule(spec)) {
    // A block is whole before the next begins: a look at the data is balanced, and no cell is asked twice at a time.
    if (question.block !== block) await inFlight.finish();
    block = question.block;
    const missing = question.samples.filter(({ id }) => !done.has(id));
    if (missing.length === 0) continue;
    await inFlight.room(asker.width);
    signal.throwIfAborted();
    inFlight.start(asker.ask(question, missing));
  }
  await inFlight.finish();
}
