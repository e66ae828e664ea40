import type { OpenAI } from "openai";
import type { Clock } from "../../base/clock";
import { requestTokens, type Pacer } from "../pacing/pacer";
import type { Ticket } from "../pacing/quota";
import type { ProbeTarget } from "./client";
import { DEFAULT_DIALECT, withoutParameter, type Dialect } from "./dialect";
import { concurrencyFor } from "./in-flight";
import { retriesExhausted, classifyFailure, refusedParameter } from "./failures";
import { request, type Message, type Reply } from "./request";
import { RoleWait } from "./role-wait";

const BACKOFF_MS = 1_000;

/** What one request came to. */
export interface Sent {
  /** Answers it was for: the first so many of those wanted. */
  asked: number;
  /** Undefined when the content filter blocked the question. */
  reply: Reply | undefined;
  seconds: number;
}

/** A deployment, and how to reach it. */
export interface SenderOptions {
  client: OpenAI;
  target: ProbeTarget;
  clock: Clock;
  /** Token budget of one answer. */
  maxTokens: number;
  pacer: Pacer;
  /** Told what happens on the way. */
  note: (what: string) => void;
  /** Told what is being waited for. */
  waiting: (what: string) => void;
  signal: AbortSignal;
}

/** Sends chats to one deployment, in the dialect and the portions that it turns out to take. */
export class Sender {
  private dialect = DEFAULT_DIALECT;
  /** Most answers in one request, after the service refused more for ever. */
  private portion = Infinity;
  private latencyMs: number | undefined;
  /** Tokens a minute, as last seen. */
  private quota: number | undefined;
  private readonly role: RoleWait;

  constructor(private readonly options: SenderOptions) {
    this.role = new RoleWait(options);
  }

  /** How many requests may be under way: one until it is known that the identity may ask at all. */
  get maxConcurrency(): number {
    if (this.options.target.openaiAuth === "entra" && this.latencyMs === undefined) return 1;
    return concurrencyFor(this.options.pacer.largestRequest !== undefined, this.latencyMs);
  }

  /** Asks for as many of the `write` answers as one request may hold: at least one, or it throws. */
  async send(messages: readonly Message[], wanted: number): Promise<Sent> {
    const { target, signal, clock, pacer, note, waiting } = this.options;
    for (let tries = 1; ;) {
      // Asked again when its turn has come: meanwhile the quota or the dialect may have changed.
      const n = (): number => Math.min(wanted, this.answersPerRequest(messages));
      const ticket = await pacer.admit(() => this.tokensOf(messages, n()), signal);
      const asked = n();
      const { dialect } = this;
      try {
        const reply = await this.request(messages, asked, ticket);
        return {
          asked: Math.min(asked, reply.choices.length),
          reply,
          seconds: this.secondsSince(ticket),
        };
      } catch (error) {
        signal.throwIfAborted();
        const judgement = classifyFailure(error, target);
        if (judgement.kind === "stop") throw judgement.error;
        if (judgement.kind === "filtered")
          return { asked, reply: undefined, seconds: this.secondsSince(ticket) };
        if (judgement.kind === "parameter") this.changeDialect(dialect, judgement.parameter, error);
        else if (judgement.kind === "throttled") this.throttled(judgement.header, ticket, asked);
        else if (judgement.kind === "roleless") {
          pacer.refused(judgement.header, ticket);
          await this.role.after(judgement.error);
        } else {
          if (tries > judgement.patience)
            throw retriesExhausted(judgement.reason, tries, target, error);
          note(`try ${tries}: ${judgement.reason}`);
          waiting(`the service: ${judgement.reason}`);
          await clock.sleep(BACKOFF_MS * 2 ** (tries - 1), signal);
          tries++;
        }
      } finally {
        this.noteQuota();
        pacer.settle();
      }
    }
  }

  private async request(messages: readonly Message[], n: number, ticket: Ticket): Promise<Reply> {
    const { client, target, clock, maxTokens, pacer, signal } = this.options;
    const reply = await request(
      client,
      target.openaiDeployment,
      messages,
      n,
      maxTokens,
      this.dialect,
      signal,
    );
    pacer.learn(reply.header, ticket);
    this.role.over();
    this.latencyMs = Math.max(1, clock.now() - ticket.at);
    // A service that ignores n is asked for one at a time from here on: each request costs its whole estimate.
    if (reply.choices.length < n && this.dialect.manyAnswers)
      this.dialect = { ...this.dialect, manyAnswers: false };
    return reply;
  }

  /** A quota that somebody changes while it is used explains what a run took. */
  private noteQuota(): void {
    const before = this.quota;
    this.quota = this.options.pacer.largestRequest;
    if (before !== undefined && this.quota !== undefined && before !== this.quota)
      this.options.note(`the quota changed from ${before} to ${this.quota} tokens a minute`);
  }

  /** What can never fit is asked again in smaller portions, while there are any. */
  private throttled(header: Parameters<Pacer["learn"]>[0], ticket: Ticket, n: number): void {
    const { pacer, note } = this.options;
    note("429 Too Many Requests");
    if (n > 1 && pacer.canNeverFit(header)) {
      this.portion = Math.floor(n / 2);
      pacer.refused(header, ticket);
      note(`asking for ${this.portion} answers at a time`);
    } else pacer.throttled(header, ticket);
  }

  /** A request that was under way when another found the same out is only asked again. */
  private changeDialect(spoken: Dialect, parameter: string, error: unknown): void {
    if (spoken !== this.dialect) return;
    const next = withoutParameter(this.dialect, parameter);
    if (!next) throw refusedParameter(parameter, this.options.target, error);
    this.dialect = next;
    this.options.note(`the deployment does not take ${parameter}`);
  }

  private answersPerRequest(messages: readonly Message[]): number {
    if (!this.dialect.manyAnswers) return 1;
    const most = this.options.pacer.largestRequest;
    if (most === undefined) return this.portion;
    const fitting = Math.floor((most - this.tokensOf(messages, 0)) / this.options.maxTokens);
    return Math.max(1, Math.min(this.portion, fitting));
  }

  private tokensOf(messages: readonly Message[], n: number): number {
    return requestTokens(
      messages.map(({ content }) => content),
      this.options.maxTokens,
      n,
    );
  }

  private secondsSince({ at }: Ticket): number {
    return (this.options.clock.now() - at) / 1000;
  }
}
