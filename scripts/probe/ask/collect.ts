import type { OpenAI } from "openai";
import type { Clock } from "../clock";
import { schedule, type Question, type SampleRef } from "../design";
import type { Answer, Journal } from "../journal";
import { Pacer, requestTokens, type RateLimit } from "../pacer";
import type { ProbeTarget } from "./client";
import { readCompletion } from "./completion";
import { FIRST_DIALECT, withoutParameter } from "./dialect";
import { gaveUp, judge, refusedParameter } from "./refusals";

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

const BACKOFF_MS = 1_000;

/** Asks every question of the frozen design that the journal does not yet hold, one request at a time. */
export async function collect(options: CollectOptions): Promise<void> {
  const { journal, signal } = options;
  const asker = new Asker(options);
  const done = new Set(journal.answers.map(({ id }) => id));
  for (const question of schedule(journal.header.spec)) {
    let missing = question.samples.filter(({ id }) => !done.has(id));
    while (missing.length > 0) {
      signal.throwIfAborted();
      const answers = await asker.ask(question, missing);
      for (const { id } of answers) done.add(id);
      missing = missing.filter(({ id }) => !done.has(id));
    }
  }
}

class Asker {
  private readonly pacer: Pacer;
  private readonly total: number;
  private dialect = FIRST_DIALECT;

  constructor(private readonly options: CollectOptions) {
    const { spec } = options.journal.header;
    this.pacer = new Pacer(options.clock, options.rateLimits, (ms) => {
      this.report(`the quota, ${Math.ceil(ms / 1000)} s`);
    });
    this.total = spec.samples * spec.cells.length * spec.conditions.length;
  }

  /** Asks for as many of the samples as one request may hold, and journals what came: at least one line, or it throws. */
  async ask(question: Question, wanted: readonly SampleRef[]): Promise<Answer[]> {
    const { target, signal } = this.options;
    for (let tries = 1; ;) {
      const samples = wanted.slice(0, this.answersPerRequest(question));
      const tokens = this.tokensOf(question, samples.length);
      await this.pacer.admit(tokens, signal);
      try {
        return this.keep(await this.request(question, samples));
      } catch (error) {
        signal.throwIfAborted();
        const judgement = judge(error, target);
        if (judgement.kind === "stop") throw judgement.error;
        if (judgement.kind === "filtered") return this.keep(samples.map((sample) => this.blocked(question, sample)));
        if (judgement.kind === "parameter") this.changeDialect(judgement.parameter, error);
        else if (judgement.kind === "throttled") {
          this.note("429 Too Many Requests");
          await this.pacer.throttled(judgement.header, tokens, signal);
        } else {
          if (tries > judgement.patience) throw gaveUp(judgement.reason, tries, target, error);
          this.note(`try ${tries}: ${judgement.reason}`);
          await this.options.clock.sleep(BACKOFF_MS * 2 ** (tries - 1), signal);
          tries++;
        }
      }
    }
  }

  private async request(question: Question, samples: readonly SampleRef[]): Promise<Answer[]> {
    const { client, target, clock, journal, signal } = this.options;
    const { data, response } = await client.chat.completions
      .create(
        {
          model: target.openaiDeployment,
          messages: [
            ...(question.condition.system === null
              ? []
              : [{ role: "system" as const, content: question.condition.system }]),
            { role: "user" as const, content: question.cell.prompt },
          ],
          [this.dialect.budget]: journal.header.spec.maxTokens,
          ...(samples.length > 1 && { n: samples.length }),
        },
        { signal },
      )
      .withResponse();
    this.pacer.learn((name) => response.headers.get(name));
    const { choices, model, system_fingerprint: fingerprint = null } = readCompletion(data);
    // A service that ignores n is asked for one at a time from here on: each request costs its whole estimate.
    if (choices.length < samples.length) this.dialect = { ...this.dialect, manyAnswers: false };
    return choices.slice(0, samples.length).map((choice, k) => ({
      ...base(question, samples[k]!, clock),
      text: choice.message.content ?? "",
      finishReason: choice.finish_reason,
      refusal: choice.message.refusal ?? null,
      model,
      fingerprint,
      region: response.headers.get("x-ms-region"),
    }));
  }

  private blocked(question: Question, sample: SampleRef): Answer {
    const nothing = {
      text: "",
      finishReason: "prompt_filter",
      refusal: null,
      model: "",
      fingerprint: null,
      region: null,
    };
    return { ...base(question, sample, this.options.clock), ...nothing };
  }

  private keep(answers: Answer[]): Answer[] {
    this.options.journal.append(answers);
    this.report();
    return answers;
  }

  private changeDialect(parameter: string, error: unknown): void {
    const next = withoutParameter(this.dialect, parameter);
    if (!next) throw refusedParameter(parameter, this.options.target, error);
    this.dialect = next;
    this.note(`the deployment does not take ${parameter}`);
  }

  private answersPerRequest(question: Question): number {
    if (!this.dialect.manyAnswers) return 1;
    const most = this.pacer.largestRequest;
    if (most === undefined) return Infinity;
    return Math.max(1, Math.floor((most - this.tokensOf(question, 0)) / this.options.journal.header.spec.maxTokens));
  }

  private tokensOf({ condition, cell }: Question, n: number): number {
    return requestTokens([condition.system ?? "", cell.prompt], this.options.journal.header.spec.maxTokens, n);
  }

  private note(what: string): void {
    this.options.journal.append([{ type: "event", what, at: iso(this.options.clock) }]);
    this.report(what);
  }

  private report(waiting?: string): void {
    const { journal, progress } = this.options;
    progress({ done: journal.answers.length, total: this.total, ...(waiting !== undefined && { waiting }) });
  }
}

const iso = (clock: Clock): string => new Date(clock.now()).toISOString();

const base = ({ block, condition, cell }: Question, sample: SampleRef, clock: Clock) => ({
  type: "answer" as const,
  id: sample.id,
  condition: condition.id,
  occupation: cell.occupation,
  arm: cell.arm,
  index: sample.index,
  block,
  prompt: cell.prompt,
  at: iso(clock),
});
