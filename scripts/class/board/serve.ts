import type { AddressInfo } from "node:net";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { messageOf } from "../../../infra/errors";
import type { Clock } from "../../base/clock";
import { ownHosts } from "../../base/own-hosts";
import { isSameSecret, newSecret } from "../../base/secrets";
import type { ClassStatus } from "../class-status";
import { FILES } from "./files";
import { handoutsPage } from "./handouts";
import { classPage } from "./page";
import { rosterCsv } from "./roster-csv";

/** How often an open page renews itself. */
const REFRESH_SECONDS = 10;
/** A class is read once for all pages that ask within this time. */
const FRESH_MS = (REFRESH_SECONDS * 1000) / 2;

/** What a board is served from. */
export interface BoardOptions {
  read: () => Promise<ClassStatus>;
  clock: Pick<Clock, "now">;
  /** Closes the board. */
  signal: AbortSignal;
}

/** A board that is served. */
export interface Board {
  /** Holds the token: whoever has it sees the class. */
  url: string;
  close: () => Promise<void>;
}

/**
 * Serves the board, its hand-outs and its roster on the loopback address until it is closed. The
 * token is the folder of its addresses, so that the links between them are those of the files; a
 * cookie would go to every other port of this machine too.
 */
export async function serveBoard({ read, clock, signal }: BoardOptions): Promise<Board> {
  signal.throwIfAborted();
  const token = newSecret();
  const app = fastify({ forceCloseConnections: true, exposeHeadRoutes: false });
  guard(app, token);
  const current = shared(read, clock);
  app.get(`/:token/${FILES.page}`, async (_request, reply) => {
    const options = { now: clock.now(), refreshSeconds: REFRESH_SECONDS };
    return reply.type(HTML).send(classPage(await current(), options));
  });
  app.get(`/:token/${FILES.handouts}`, async (_request, reply) =>
    reply.type(HTML).send(handoutsPage(await current())),
  );
  app.get(`/:token/${FILES.roster}`, async (_request, reply) =>
    reply.type("text/csv; charset=utf-8").send(rosterCsv(await current())),
  );
  await app.listen({ host: "127.0.0.1", port: 0 });
  const close = (): Promise<void> => {
    signal.removeEventListener("abort", onAbort);
    return app.close();
  };
  const onAbort = (): void => void close();
  signal.addEventListener("abort", onAbort);
  return { url: `http://127.0.0.1:${portOf(app)}/${token}/${FILES.page}`, close };
}

const HTML = "text/html; charset=utf-8";

const portOf = (app: FastifyInstance): number => (app.server.address() as AddressInfo).port;

/** Refuses what does not come from the board's own page, and says nothing of the class to it. */
function guard(app: FastifyInstance, token: string): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(HEADERS);
    if (!ownHosts(portOf(app)).includes(request.headers.host?.toLowerCase() ?? ""))
      return refuse(reply, 421, "This host is not served here.");
    if (request.method !== "GET") return refuse(reply.header("allow", "GET"), 405, "Only GET.");
    if (!isSameSecret(tokenOf(request), token)) return refuse(reply, 404, "Not found.");
    return undefined;
  });
  app.setNotFoundHandler((_request, reply) => refuse(reply, 404, "Not found."));
  app.setErrorHandler((error, _request, reply) => refuse(reply, 503, messageOf(error)));
}

const HEADERS = {
  "cache-control": "no-store",
  // The rest of the policy is in the page.
  "content-security-policy": "frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

const refuse = (reply: FastifyReply, status: number, text: string): FastifyReply =>
  reply.status(status).type("text/plain; charset=utf-8").send(`${text}\n`);

const tokenOf = ({ url }: FastifyRequest): string => url.split("/")[1] ?? "";

/** One reading for all who ask at about the same time. A failed one is tried again by the next. */
function shared(
  read: () => Promise<ClassStatus>,
  clock: Pick<Clock, "now">,
): () => Promise<ClassStatus> {
  let last: { at: number; status: Promise<ClassStatus> } | undefined;
  return () => {
    if (last && clock.now() - last.at < FRESH_MS) return last.status;
    const reading = { at: clock.now(), status: read() };
    reading.status.catch(() => {
      if (last === reading) last = undefined;
    });
    last = reading;
    return reading.status;
  };
}
