import type { Question, SampleRef } from "../design";
import type { Answer } from "../journal";
import { requestTokens, type Pacer } from "../pacer";
import type { Ticket } from "../quota";
import type { CollectOptions } from "./collect";
import { FIRST_DIALECT, withoutParameter, type Dialect } from "./dialect";
import { widthFor } from "./in-flight";
import { gaveUp, judge, refusedParameter } from "./refusals";
import { request, type Reply } from "./request";
import { Watch } from "./watch";

const BACKOFF_MS = 1_000;

/** Asks questions until each has its answers, in the dialect and the portions that the deployment turns out to take. */
export class Asker {
  private dialect = FIRST_DIALECT;
  /** Most answers in one request, after the service refused more for ever. */
  private portion = Infinity;
  private latencyMs: number | undefined;
  private readonly watch: Watch;

  constructor(
    private readonly options: CollectOptions,
    private readonly pacer: Pacer,
    private readonly report: (waiting?: string) => void,
  ) {
    const { target, journal } = options;
    this.watch = new Watch(target, journal.header.spec.maxTokens, journal.answers);
  }

  /** How many requests may be under way. */
  get width(): number {
    return widthFor(this.pacer.largestRequest !== undefined, this.latencyMs);
  }

  /** Asks for all the samples and journals what comes. */
  async ask(question: Question, wanted: readonly SampleRef[]): Promise<void> {
    for (let missing = wanted; missing.length > 0;) {
      const answers = await this.some(question, missing);
      missing = missing.slice(answers.length);
    }
  }

  /** Asks for as many of the samples as one request may hold: the first of them, at least one, or it throws. */
  private async some(question: Question, wanted: readonly SampleRef[]): Promise<Answer[]> {
    const { target, signal, clock } = this.options;
    for (let tries = 1; ;) {
      // Asked again when its turn has come: meanwhile the quota or the dialect may have changed.
      const n = (): number => Math.min(wanted.length, this.answersPerRequest(question));
      const ticket = await this.pacer.admit(() => this.tokensOf(question, n()), signal);
      const samples = wanted.slice(0, n());
      const { dialect } = this;
      try {
        return this.keep(await this.request(question, samples, ticket));
      } catch (error) {
        signal.throwIfAborted();
        const judgement = judge(error, target);
        if (judgement.kind === "stop") throw judgement.error;
        if (judgement.kind === "filtered") return this.keep(samples.map((sample) => this.blocked(question, sample)));
        if (judgement.kind === "parameter") this.changeDialect(dialect, judgement.parameter, error);
        else if (judgement.kind === "throttled") this.throttled(judgement.header, ticket, samples.length);
        else {
          if (tries > judgement.patience) throw gaveUp(judgement.reason, tries, target, error);
          this.note(`try ${tries}: ${judgement.reason}`);
          await clock.sleep(BACKOFF_MS * 2 ** (tries - 1), signal);
          tries++;
        }
      } finally {
        this.pacer.settle();
      }
    }
  }

  private async request(question: Question, samples: readonly SampleRef[], ticket: Ticket): Promise<Answer[]> {
    const { client, target, clock, journal, signal } = this.options;
    const { maxTokens } = journal.header.spec;
    const n = samples.length;
    const reply = await request(client, target.openaiDeployment, question, n, maxTokens, this.dialect, signal);
    this.pacer.learn(reply.header, ticket);
    this.latencyMs = Math.max(1, clock.now() - ticket.at);
    // A service that ignores n is asked for one at a time from here on: each request costs its whole estimate.
    if (reply.choices.length < n && this.dialect.manyAnswers) this.dialect = { ...this.dialect, manyAnswers: false };
    return reply.choices.slice(0, n).map((choice, k) => this.answer(question, samples[k]!, reply, choice));
  }

  private answer(
    question: Question,
    sample: SampleRef,
    { model, system_fingerprint: fingerprint = null, header }: Reply,
    { finish_reason: finishReason, message }: Reply["choices"][number],
  ): Answer {
    return {
      ...this.base(question, sample),
      text: message.content ?? "",
      finishReason,
      refusal: message.refusal ?? null,
      model,
      fingerprint,
      region: header("x-ms-region") ?? null,
    };
  }

  private blocked(question: Question, sample: SampleRef): Answer {
    const nothing = { refusal: null, model: "", fingerprint: null, region: null };
    return { ...this.base(question, sample), text: "", finishReason: "prompt_filter", ...nothing };
  }

  private base({ block, condition, cell }: Question, { id, index }: SampleRef) {
    const { occupation, arm, prompt } = cell;
    const at = this.now();
    return { type: "answer" as const, id, condition: condition.id, occupation, arm, index, block, prompt, at };
  }

  private keep(answers: Answer[]): Answer[] {
    const changes = answers.flatMap((answer) => this.watch.changes(answer));
    this.options.journal.append([...answers, ...changes.map((what) => this.event(what))]);
    this.report();
    this.watch.assertSpeaks();
    return answers;
  }

  /** What can never fit is asked again in smaller portions, while there are any. */
  private throttled(header: Parameters<Pacer["learn"]>[0], ticket: Ticket, n: number): void {
    this.note("429 Too Many Requests");
    if (n > 1 && this.pacer.canNeverFit(header)) {
      this.portion = Math.floor(n / 2);
      this.pacer.refused(header, ticket);
      this.note(`asking for ${this.portion} answers at a time`);
    } else this.pacer.throttled(header, ticket);
  }

  /** A request that was under way when another found the same out is only asked again. */
  private changeDialect(spoken: Dialect, parameter: string, error: unknown): void {
    if (spoken !== this.dialect) return;
    const next = withoutParameter(this.dialect, parameter);
    if (!next) throw refusedParameter(parameter, this.options.target, error);
    this.dialect = next;
    this.note(`the deployment does not take ${parameter}`);
  }

  private answersPerRequest(question: Question): number {
    if (!this.dialect.manyAnswers) return 1;
    const most = this.pacer.largestRequest;
    if (most === undefined) return this.portion;
    const fitting = Math.floor((most - this.tokensOf(question, 0)) / this.options.journal.header.spec.maxTokens);
    return Math.max(1, Math.min(this.portion, fitting));
  }

  private tokensOf({ condition, cell }: Question, n: number): number {
    return requestTokens([condition.system ?? "", cell.prompt], this.options.journal.header.spec.maxTokens, n);
  }

  private note(what: string): void {
    this.options.journal.append([this.event(what)]);
    this.report(what);
  }

  private event(what: string) {
    return { type: "event" as const, what, at: this.now() };
  }

  private now(): string {
    return new Date(this.options.clock.now()).toISOString();
  }
}
