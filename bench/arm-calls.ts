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

type Kind = "reads" | "writes" | "deletes";

const KINDS: Record<string, Kind> = {
  GET: "reads",
  HEAD: "reads",
  PUT: "writes",
  PATCH: "writes",
  POST: "writes",
  DELETE: "deletes",
};

const none = () => ({ reads: 0, writes: 0, deletes: 0, polls: 0 });

/**
 * Counts what the local cloud of this process receives under `/subscriptions/`, on the address of
 * its Resource Manager. Reads are GET and HEAD; POST counts as a write, as Azure's buckets do. Keeps no
 * request: the memory that they take is measured beside it.
 */
export class ArmCallCounter {
  private readonly port: number;
  private counted = none();
  private operations = new Set<string>();

  constructor(arm: string) {
    this.port = Number(new URL(arm).port);
    subscribe(REQUEST, this.note);
  }

  /** What came since the last call of it. */
  take(): CountedCalls {
    const taken = { ...this.counted, operations: this.operations.size };
    this.counted = none();
    this.operations = new Set();
    return taken;
  }

  stop(): void {
    unsubscribe(REQUEST, this.note);
  }

  private readonly note = (message: unknown): void => {
    const { request, socket } = message as Received;
    const { method = "", url = "" } = request;
    // The client's first question, for the cloud's endpoints, belongs to no subscription.
    if (socket.localPort !== this.port || !/^\/+subscriptions\//i.test(url)) return;
    const operation = POLL.exec(url)?.[1];
    if (operation === undefined) {
      const kind = KINDS[method];
      if (kind) this.counted[kind]++;
      return;
    }
    this.counted.polls++;
    // A copy: a part of a text keeps the whole.
    this.operations.add(Buffer.from(operation).toString());
  };
}
