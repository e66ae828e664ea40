import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";

/** One event: its data, and its name where the protocol has names. */
export interface ServerSentEvent {
  event?: string;
  data: unknown;
}

/** Sends events as `text/event-stream`, each in a piece of its own. */
export function sendEvents(reply: FastifyReply, events: Iterable<ServerSentEvent>): FastifyReply {
  return reply.type("text/event-stream; charset=utf-8").send(Readable.from(encoded(events)));
}

function* encoded(events: Iterable<ServerSentEvent>): Generator<string> {
  for (const { event, data } of events) {
    const name = event === undefined ? "" : `event: ${event}\n`;
    yield `${name}data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;
  }
}
