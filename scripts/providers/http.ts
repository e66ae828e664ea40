/** One request and its whole answer: all that either stand-in needs of HTTP. */

export interface Request {
  method: "GET" | "PUT" | "POST" | "PATCH" | "DELETE" | "HEAD";
  url: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  signal?: AbortSignal | undefined;
}

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; undefined when it is empty or not JSON. */
  json: unknown;
}

export type Send = (request: Request) => Promise<Reply>;

/** No answer came: refused, reset, or cut off in the middle. */
export class ConnectionLost extends Error {
  constructor(request: Request, cause: unknown) {
    const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
    super(
      `${request.method} ${request.url}: ${inner instanceof Error ? inner.message : String(inner)}`,
      { cause },
    );
  }
}

/** Sends through `fetch`, which keeps connections alive and trusts what this process trusts. @throws ConnectionLost, or the signal's reason. */
export function sender(fetcher: typeof fetch): Send {
  return async (request) => {
    try {
      const response = await fetcher(request.url, {
        method: request.method,
        headers: request.headers ?? {},
        redirect: "manual",
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
        ...(request.signal && { signal: request.signal }),
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
