import { AsyncLocalStorage } from "node:async_hooks";
import * as http from "node:http";
import * as https from "node:https";
import { messageOf } from "../../infra/errors";

/*
 * @parity
 * - a 404 that does not prove the resource gone (another tenant, a proxy) is an error; the real
 *   providers take every 404 for gone — ours
 */

/** One HTTP request. */
export interface Request {
  method: "GET" | "PUT" | "POST" | "PATCH" | "DELETE" | "HEAD";
  url: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  signal?: AbortSignal | undefined;
}

/** The whole answer to a request. */
export interface Reply {
  status: number;
  headers: Pick<Headers, "get">;
  text: string;
  /** The parsed body; undefined when it is empty or not JSON. */
  json: unknown;
}

/** Sends a request. @throws ConnectionLost, or the reason of the aborted signal */
export type Send = (request: Request) => Promise<Reply>;

/** There was no whole answer: the connection was refused, reset, or cut off. */
export class ConnectionLost extends Error {
  constructor(request: Request, cause: unknown) {
    super(`${request.method} ${request.url}: ${messageOf(cause)}`, { cause });
  }
}

/**
 * Sends over connections that are kept alive, with the certificates of this process. Not by `fetch`,
 * which takes more than twice the time for a small request.
 */
export const send: Send = async (request) => {
  try {
    return await outsideOfPrograms(exchange, request);
  } catch (error) {
    request.signal?.throwIfAborted();
    throw new ConnectionLost(request, error);
  }
};

/**
 * A connection keeps the asynchronous context of its last request: that of a program would keep a
 * whole deployment as long as the connection stands.
 */
const outsideOfPrograms = AsyncLocalStorage.snapshot();

/**
 * As Node's own, which knows of a proxy. To a workspace a stack sends many requests at once, of which
 * each would open a connection.
 */
const secure = new https.Agent({ ...https.globalAgent.options, maxSockets: 2 });
/** As `fetch` waits for an answer. */
const TIMEOUT_MS = 300_000;

const exchange = ({ url, body, ...options }: Request): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const [{ request }, agent] = url.startsWith("http:")
      ? [http, http.globalAgent]
      : [https, secure];
    const sent = request(url, { ...options, agent, timeout: TIMEOUT_MS }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part: string) => (text += part));
      answer.once("error", reject);
      answer.once("end", () => resolve(replyOf(answer, text)));
    });
    sent.once("error", reject);
    sent.once("timeout", () => sent.destroy(new Error(`no answer for ${TIMEOUT_MS / 1000} s`)));
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });

const replyOf = ({ statusCode, headers }: http.IncomingMessage, text: string): Reply => ({
  status: statusCode ?? NaN,
  headers: { get: (name) => headers[name.toLowerCase()]?.toString() ?? null },
  text,
  json: parseJson(text),
});

function parseJson(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
