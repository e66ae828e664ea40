import { requestTokens, type Pacer } from "../pacing/pacer";
import type { Ticket } from "../pacing/quota";
import { MAX_WAIT_MS, requestedDelay } from "../pacing/retry-after";
import { DEFAULT_DIALECT, withoutParameter, type Dialect } from "./dialect";
import { concurrencyFor } from "./in-flight";
import {
  classifyFailure,
  refusedParameter,
  retriesExhausted,
  waitTooLong,
  type Failure,
} from "./failures";
import { request, type Message, type Reply, type RequestOptions } from "./request";
import { RoleWait, type RoleWaitOptions } from "./role-wait";

const BACKOFF_MS = 1_000;
const MAX_RETRIES = 6;

/** What one request brought. */
export interface Sent {
  /** How many answers it asked for; at most as many as were requested. */
  asked: number;
  /** Undefined if the content filter blocked the question. */
  reply: Reply | undefined;
  seconds: number;
}

/** The deployment of a sender, how it is paced and what it reports to. */
export interface SenderOptions extends RequestOptions, RoleWaitOptions {
  pacer: Pacer;
}

/** Sends chats to one deployment, in the dialect and the request size that it accepts. */
export class Sender {
  private dialect = DEFAULT_DIALECT;
  /** Most answers in one request; halved when the quota can never hold one. */
  private maxAnswers = Infinity;
  private latencyMs: number | undefined;
  /** Tokens a minute, as last reported. */
  private quota: number | undefined;
  private readonly role: RoleWait;

  constructor(private readonly options: SenderOptions) {
    this.role = new RoleWait(options);
  }

  /**
   * How many requests may be in flight: one until an answer has shown that the role is honoured.
   */
  get maxConcurrency(): number {
    if (this.options.target.openaiAuth === "entra" && this.latencyMs === undefined) return 1;
    return concurrencyFor(this.options.pacer.largestRequest !== undefined, this.latencyMs);
  }

  /**
   * Asks for as many of `count` answers as one request may hold, at least one. Retries transient
   * failures.
   * @throws LabError `service` for a permanent failure, or after the last retry
   */
  async send(messages: readonly Message[], count: number): Promise<Sent> {
    const { target, signal, pacer } = this.options;
    for (let tries = 1; ;) {
      // Computed again after the wait, since the quota or the dialect may have changed meanwhile.
      const n = (): number => Math.min(count, this.answersPerRequest(messages));
      const ticket = await pacer.admit(() => this.tokensOf(messages, n()), signal);
      const asked = n();
      const { dialect } = this;
      try {
        const reply = await this.request(messages, asked, ticket);
        const answers = Math.min(asked, reply.choices.length);
        return { asked: answers, reply, seconds: this.secondsSince(ticket) };
      } catch (error) {
        signal.throwIfAborted();
        const failure = classifyFailure(error, target);
        switch (failure.kind) {
          case "permanent":
            throw failure.error;
          case "filtered":
            return { asked, reply: undefined, seconds: this.secondsSince(ticket) };
          case "parameter":
            this.changeDialect(dialect, failure.parameter, error);
            break;
          case "throttled":
            this.throttled(failure.header, ticket, asked);
            break;
          case "role-missing":
            pacer.refused(failure.header, ticket);
            await this.role.waitAfter(failure.error);
            break;
          case "transient":
            if (tries > MAX_RETRIES) throw retriesExhausted(failure.reason, tries, target, error);
            await this.backOff(tries, failure, error);
            tries++;
        }
      } finally {
        this.noteQuota();
        pacer.settle();
      }
    }
  }

  /**
   * Waits before the next try: as long as the response asks, and then no other request is sent
   * either; else twice as long each time.
   * @throws LabError `service` if the response asks for more than is obeyed
   */
  private async backOff(
    tries: number,
    { reason, header }: Extract<Failure, { kind: "transient" }>,
    cause: unknown,
  ): Promise<void> {
    const { note, waiting, clock, signal, pacer, target } = this.options;
    const asked = header && requestedDelay(header, clock.now())?.ms;
    if (asked !== undefined && asked > MAX_WAIT_MS) throw waitTooLong(reason, asked, target, cause);
    note(`try ${tries}: ${reason}`);
    // One that asks for no wait at all is not asked again at once.
    if (asked) {
      pacer.pauseFor(asked, `the service: ${reason}`);
      return;
    }
    waiting(`the service: ${reason}`);
    await clock.sleep(BACKOFF_MS * 2 ** (tries - 1), signal);
  }

  private async request(messages: readonly Message[], n: number, ticket: Ticket): Promise<Reply> {
    const { clock, pacer } = this.options;
    const reply = await request(this.options, messages, n, this.dialect);
    pacer.learn(reply.header, ticket);
    this.role.end();
    this.latencyMs = Math.max(1, clock.now() - ticket.at);
    // The quota charges each request for all n answers: a service that ignores n is asked for one.
    if (reply.choices.length < n && this.dialect.manyAnswers)
      this.dialect = { ...this.dialect, manyAnswers: false };
    return reply;
  }

  /** Notes a changed quota, which explains how long a run took. */
  private noteQuota(): void {
    const before = this.quota;
    this.quota = this.options.pacer.largestRequest;
    if (before !== undefined && this.quota !== undefined && before !== this.quota)
      this.options.note(`the quota changed from ${before} to ${this.quota} tokens a minute`);
  }

  /** Halves a request that can never fit; otherwise waits as the response says. */
  private throttled(header: Parameters<Pacer["learn"]>[0], ticket: Ticket, n: number): void {
    const { pacer, note } = this.options;
    note("429 Too Many Requests");
    if (n > 1 && pacer.canNeverFit(header)) {
      this.maxAnswers = Math.floor(n / 2);
      pacer.refused(header, ticket);
      note(`asking for ${this.maxAnswers} answers at a time`);
    } else pacer.throttled(header, ticket);
  }

  /** Does nothing if another request has changed the dialect since this one was sent. */
  private changeDialect(used: Dialect, parameter: string, error: unknown): void {
    if (used !== this.dialect) return;
    const next = withoutParameter(this.dialect, parameter);
    if (!next) throw refusedParameter(parameter, this.options.target, error);
    this.dialect = next;
    this.options.note(`the deployment does not take ${refusedText(parameter, used)}`);
    if (next.effort !== undefined && next.effort !== used.effort)
      this.options.note(`asking with reasoning_effort ${next.effort}`);
  }

  private answersPerRequest(messages: readonly Message[]): number {
    if (!this.dialect.manyAnswers) return 1;
    const most = this.options.pacer.largestRequest;
    if (most === undefined) return this.maxAnswers;
    const fitting = Math.floor((most - this.tokensOf(messages, 0)) / this.options.maxTokens);
    return Math.max(1, Math.min(this.maxAnswers, fitting));
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

/** The refused parameter, with its value where another value may be taken. */
const refusedText = (parameter: string, { effort }: Dialect): string =>
  parameter === "reasoning_effort" ? `${parameter} ${effort ?? ""}`.trim() : parameter;
