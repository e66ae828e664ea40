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
  headers: Headers;
  text: string;
  /** The parsed body; undefined when it is empty or not JSON. */
  json: unknown;
}

/** Sends a request. @throws ConnectionLost, or the reason of the aborted signal */
export type Send = (request: Request) => Promise<Reply>;

/** There was no whole answer: the connection was refused, reset, or cut off. */
export class ConnectionLost extends Error {
  constructor(request: Request, cause: unknown) {
    const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
    super(
      `${request.method} ${request.url}: ${inner instanceof Error ? inner.message : String(inner)}`,
      { cause },
    );
  }
}

/**
 * Creates a `Send` on `fetch`, which keeps connections alive and uses the certificates of this
 * process.
 */
export function sender(fetcher: typeof fetch): Send {
  return async (request) => {
    try {
      const response = await fetcher(request.url, {
        method: request.method,
        headers: request.headers ?? {},
        redirect: "manual",
        body: request.body === undefined ? null : JSON.stringify(request.body),
        signal: request.signal ?? null,
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: parseJson(text) };
    } catch (error) {
      request.signal?.throwIfAborted();
      throw new ConnectionLost(request, error);
    }
  };
}

function parseJson(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
