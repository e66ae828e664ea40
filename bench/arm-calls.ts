import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

/** Requests that Resource Manager received, polls of long operations apart. */
export interface CountedCalls {
  reads: number;
  writes: number;
  deletes: number;
  /** Long operations that were polled. */
  operations: number;
  /** Polls of them. */
  polls: number;
}

/** Node publishes every request that a server of this process receives. */
const REQUEST = "http.server.request.start";
interface Received {
  request: IncomingMessage;
  socket: Socket;
}

const POLL = /\/operation(?:results|statuses)\/([^/?]+)/i;

/**
 * Counts what the local cloud of this process receives under `/subscriptions/`, on the address of
 * its Resource Manager. Reads are GET and HEAD; POST counts as a write, as Azure's buckets do.
 */
export class ArmCallCounter {
  private readonly port: number;
  private requests: { method: string; url: string }[] = [];

  constructor(arm: string) {
    this.port = Number(new URL(arm).port);
    subscribe(REQUEST, this.note);
  }

  /** What came since the last call of it. */
  take(): CountedCalls {
    const taken = this.requests;
    this.requests = [];
    const polls = taken.flatMap(({ url }) => POLL.exec(url)?.[1] ?? []);
    const single = taken.filter(({ url }) => !POLL.test(url));
    const count = (...methods: string[]): number =>
      single.filter(({ method }) => methods.includes(method)).length;
    return {
      reads: count("GET", "HEAD"),
      writes: count("PUT", "PATCH", "POST"),
      deletes: count("DELETE"),
      operations: new Set(polls).size,
      polls: polls.length,
    };
  }

  stop(): void {
    unsubscribe(REQUEST, this.note);
  }

  private readonly note = (message: unknown): void => {
    const { request, socket } = message as Received;
    const { method = "", url = "" } = request;
    // The client's first question, for the cloud's endpoints, belongs to no subscription.
    if (socket.localPort === this.port && /^\/+subscriptions\//i.test(url))
      this.requests.push({ method, url });
  };
}
