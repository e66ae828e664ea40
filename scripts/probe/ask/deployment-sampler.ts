import type { OpenAI } from "openai";
import type { Question, SampleRef } from "../design";
import type { Answer, Draft, Journal, RequestLine } from "../journal";
import type { Clock } from "../../base/clock";
import type { Pacer } from "../pacing/pacer";
import { messagesOf, rewriteMessagesOf } from "./chat";
import type { ProbeTarget } from "./client";
import type { Reply } from "./request";
import { Sender, type Sent } from "./sender";
import { ResponseMonitor } from "./response-monitor";

/** Whom an asker asks. */
export interface SampledDeployment {
  client: OpenAI;
  target: ProbeTarget;
  /** Name in the journal; the stack's own deployment has none. */
  deployment?: string;
}

/** What every asker of a run shares. */
export interface SamplerContext {
  journal: Journal;
  clock: Clock;
  signal: AbortSignal;
}

/** Asks one deployment questions until each has its answers, and journals what comes. */
export class DeploymentSampler {
  private readonly sender: Sender;
  private readonly monitor: ResponseMonitor;
  /** First answers that wait for their rewriting, by sample id. */
  private readonly drafts: Map<string, Draft>;

  constructor(
    private readonly asked: SampledDeployment,
    private readonly options: SamplerContext,
    pacer: Pacer,
    private readonly report: (waiting?: string) => void,
  ) {
    const { journal } = options;
    const { maxTokens } = journal.header.spec;
    this.sender = new Sender({
      ...options,
      ...asked,
      maxTokens,
      pacer,
      note: (what) => this.append([this.event(what)]),
      waiting: report,
    });
    const mine = [...journal.drafts, ...journal.answers].filter(
      ({ deployment }) => deployment === asked.deployment,
    );
    this.monitor = new ResponseMonitor(asked.target, maxTokens, mine);
    this.drafts = new Map(journal.drafts.map((draft) => [draft.id, draft]));
  }

  /** How many requests may be under way. */
  get maxConcurrency(): number {
    return this.sender.maxConcurrency;
  }

  /** Asks for all the samples; under a condition that rewrites, each first answer is sent back once. */
  async ask(question: Question, wanted: readonly SampleRef[]): Promise<void> {
    const { rewrite } = question.condition;
    if (rewrite === undefined) return this.first("answer", question, wanted);
    const fresh = wanted.filter(({ id }) => !this.drafts.has(id));
    await this.first("draft", question, fresh);
    for (const sample of wanted)
      await this.rewritten(question, sample, this.drafts.get(sample.id)!, rewrite);
  }

  private async first(
    type: "answer" | "draft",
    question: Question,
    wanted: readonly SampleRef[],
  ): Promise<void> {
    for (let missing = wanted; missing.length > 0;) {
      const sent = await this.sender.send(messagesOf(question), missing.length);
      const lines = missing
        .slice(0, sent.asked)
        .map((sample, k) => this.line(question, sample, sent, k));
      if (type === "answer") this.keep(question, sent, lines);
      else this.keepDrafts(question, sent, lines);
      missing = missing.slice(sent.asked);
    }
  }

  /** The second call. Where the first brought no text there is nothing to rewrite: its outcome is the answer's. */
  private async rewritten(
    question: Question,
    sample: SampleRef,
    draft: Draft,
    rewrite: string,
  ): Promise<void> {
    if (draft.text === "") {
      this.append([{ ...draft, type: "answer" }]);
      return;
    }
    const sent = await this.sender.send(rewriteMessagesOf(question, draft.text, rewrite), 1);
    this.keep(question, sent, [this.line(question, sample, sent, 0)]);
  }

  private keep(question: Question, sent: Sent, answers: Answer[]): void {
    this.append([this.requestOf(question, sent), ...answers, ...this.changes(answers)]);
    this.monitor.assertProducesText();
  }

  private keepDrafts(question: Question, sent: Sent, lines: Answer[]): void {
    const drafts = lines.map((line): Draft => ({ ...line, type: "draft" }));
    this.append([this.requestOf(question, sent), ...drafts, ...this.changes(lines)]);
    for (const draft of drafts) this.drafts.set(draft.id, draft);
    this.monitor.assertProducesText();
  }

  /** An answer as it came, or what stands for it when the question was blocked. */
  private line(
    { block, condition, cell }: Question,
    { id, index }: SampleRef,
    { reply }: Sent,
    k: number,
  ): Answer {
    const { occupation, arm, prompt } = cell;
    const asked = {
      id,
      ...this.whom,
      condition: condition.id,
      occupation,
      arm,
      index,
      block,
      prompt,
    };
    const came = reply === undefined ? BLOCKED : answerFields(reply, reply.choices[k]!);
    return { type: "answer", ...asked, ...came, at: this.now() };
  }

  private requestOf({ condition }: Question, { asked, reply, seconds }: Sent): RequestLine {
    return {
      type: "request",
      ...this.whom,
      condition: condition.id,
      answers: asked,
      promptTokens: reply?.usage?.prompt_tokens ?? null,
      completionTokens: reply?.usage?.completion_tokens ?? null,
      seconds,
      at: this.now(),
    };
  }

  private changes(answers: readonly Answer[]) {
    return answers
      .flatMap((answer) => this.monitor.changes(answer))
      .map((what) => this.event(what));
  }

  private append(lines: Parameters<Journal["append"]>[0]): void {
    this.options.journal.append(lines);
    this.report();
  }

  private event(what: string) {
    return { type: "event" as const, ...this.whom, what, at: this.now() };
  }

  private get whom(): { deployment?: string } {
    const { deployment } = this.asked;
    return deployment === undefined ? {} : { deployment };
  }

  private now(): string {
    return new Date(this.options.clock.now()).toISOString();
  }
}

const BLOCKED = {
  text: "",
  finishReason: "prompt_filter",
  refusal: null,
  model: "",
  fingerprint: null,
  region: null,
};

const answerFields = (
  { model, system_fingerprint: fingerprint, header }: Reply,
  { finish_reason: finishReason, message }: Reply["choices"][number],
) => ({
  text: message.content ?? "",
  finishReason,
  refusal: message.refusal ?? null,
  model,
  fingerprint: fingerprint ?? null,
  region: header("x-ms-region") ?? null,
});
