import type { OpenAI } from "openai";
import type { Question, SampleRef } from "../design";
import type { Answer, Draft, Journal, JournalEvent, RequestLine } from "../journal";
import type { Clock } from "../../base/clock";
import type { Pacer } from "../pacing/pacer";
import { messagesOf, rewriteMessagesOf } from "./chat";
import type { ProbeTarget } from "./client";
import type { Reply } from "./request";
import { Sender, type Sent } from "./sender";
import { ResponseMonitor } from "./response-monitor";

/** A deployment that is asked. */
export interface SampledDeployment {
  client: OpenAI;
  target: ProbeTarget;
  /** Name in the journal; the stack's own deployment has none. */
  deployment?: string;
}

/** What all samplers of a run share. */
export interface SamplerContext {
  journal: Journal;
  clock: Clock;
  signal: AbortSignal;
}

/** Asks one deployment questions until each has its answers, and journals them. */
export class DeploymentSampler {
  private readonly sender: Sender;
  private readonly monitor: ResponseMonitor;
  /** First answers that are still to be rewritten, by sample id. */
  private readonly drafts: Map<string, Draft>;

  constructor(
    private readonly sampled: SampledDeployment,
    private readonly context: SamplerContext,
    pacer: Pacer,
    private readonly report: (waiting?: string) => void,
  ) {
    const { journal } = context;
    const { maxTokens } = journal.header.spec;
    this.sender = new Sender({
      ...context,
      ...sampled,
      maxTokens,
      pacer,
      note: (what) => this.append([this.event(what)]),
      waiting: report,
    });
    const before = [...journal.drafts, ...journal.answers].filter(
      ({ deployment }) => deployment === sampled.deployment,
    );
    this.monitor = new ResponseMonitor(sampled.target, maxTokens, before);
    this.drafts = new Map(journal.drafts.map((draft) => [draft.id, draft]));
  }

  /** How many requests may be in flight. */
  get maxConcurrency(): number {
    return this.sender.maxConcurrency;
  }

  /**
   * Asks for all the samples; under a condition that rewrites, sends each first answer back once.
   */
  async ask(question: Question, samples: readonly SampleRef[]): Promise<void> {
    const { rewrite } = question.condition;
    if (rewrite === undefined) return this.askFirst(question, samples, "answer");
    const undrafted = samples.filter(({ id }) => !this.drafts.has(id));
    await this.askFirst(question, undrafted, "draft");
    for (const sample of samples)
      await this.askRewrite(question, sample, this.drafts.get(sample.id)!, rewrite);
  }

  /** The first call of a question, repeated until every sample has its answer or draft. */
  private async askFirst(
    question: Question,
    samples: readonly SampleRef[],
    type: "answer" | "draft",
  ): Promise<void> {
    for (let missing = samples; missing.length > 0;) {
      const sent = await this.sender.send(messagesOf(question), missing.length);
      const answers = missing
        .slice(0, sent.asked)
        .map((sample, k) => ({ ...this.answerOf(question, sample, sent, k), type }));
      this.appendAnswers(question, sent, answers);
      missing = missing.slice(sent.asked);
    }
  }

  /** The second call. A draft without a text cannot be rewritten: its outcome is the answer's. */
  private async askRewrite(
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
    this.appendAnswers(question, sent, [this.answerOf(question, sample, sent, 0)]);
  }

  private appendAnswers(question: Question, sent: Sent, answers: (Answer | Draft)[]): void {
    const changes = answers.flatMap((answer) => this.monitor.changes(answer));
    this.append([
      this.requestOf(question, sent),
      ...answers,
      ...changes.map((what) => this.event(what)),
    ]);
    for (const answer of answers) if (answer.type === "draft") this.drafts.set(answer.id, answer);
    this.monitor.assertProducesText();
  }

  /**
   * The journal line of the k-th answer; its outcome if the content filter blocked the question.
   */
  private answerOf(
    { block, condition, cell }: Question,
    { id, index }: SampleRef,
    { reply }: Sent,
    k: number,
  ): Answer {
    const { occupation, arm, prompt } = cell;
    return {
      type: "answer",
      id,
      deployment: this.sampled.deployment,
      condition: condition.id,
      occupation,
      arm,
      index,
      block,
      prompt,
      ...(reply === undefined ? BLOCKED : answerFields(reply, reply.choices[k]!)),
      at: this.now(),
    };
  }

  private requestOf({ condition }: Question, { asked, reply, seconds }: Sent): RequestLine {
    return {
      type: "request",
      deployment: this.sampled.deployment,
      condition: condition.id,
      answers: asked,
      promptTokens: reply?.usage?.prompt_tokens ?? null,
      completionTokens: reply?.usage?.completion_tokens ?? null,
      seconds,
      at: this.now(),
    };
  }

  private append(lines: Parameters<Journal["append"]>[0]): void {
    this.context.journal.append(lines);
    this.report();
  }

  private event(what: string): JournalEvent {
    return { type: "event", deployment: this.sampled.deployment, what, at: this.now() };
  }

  private now(): string {
    return new Date(this.context.clock.now()).toISOString();
  }
}

/** Fields of an answer whose question the content filter blocked. */
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
