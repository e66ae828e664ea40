import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as the stub saw it. */
export interface Seen {
  url: string;
  headers: IncomingMessage["headers"];
  body: {
    model?: string;
    n?: number;
    reasoning_effort?: string;
    max_tokens?: number;
    max_completion_tokens?: number;
    messages: { role: string; content: string }[];
  };
}

/** What the stub answers: a status, a body, headers; or nothing at all (the connection is dropped). */
export type Reply = { status?: number; body: unknown; headers?: Record<string, string> } | "drop";

/** A chat completions endpoint whose every answer is scripted. Loopback only. */
export async function startStub(answer: (seen: Seen, count: number) => Reply | Promise<Reply>) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const one: Seen = {
        url: request.url ?? "",
        headers: request.headers,
        body: JSON.parse(Buffer.concat(chunks).toString()) as Seen["body"],
      };
      seen.push(one);
      void Promise.resolve(answer(one, seen.length)).then((reply) => {
        if (reply === "drop") return request.socket.destroy();
        response.writeHead(reply.status ?? 200, {
          "content-type": "application/json",
          ...reply.headers,
        });
        return response.end(JSON.stringify(reply.body));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    seen,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

let count = 0;
/** A completion with n different texts. */
export const completion = (
  seen: Seen,
  change: Record<string, unknown> = {},
  n = seen.body.n ?? 1,
): Reply => ({
  body: {
    id: "chatcmpl-1",
    object: "chat.completion",
    model: "SIMULATED stub",
    system_fingerprint: "fp_stub",
    choices: Array.from({ length: n }, (_, index) => ({
      index,
      finish_reason: "stop",
      message: {
        role: "assistant",
        content: `Answer ${++count} to ${seen.body.messages.at(-1)?.content ?? ""}`,
        refusal: null,
      },
      ...change,
    })),
  },
  headers: { "x-ms-region": "Local" },
});

/** An error body as the service sends it. */
export const fault = (
  status: number,
  code: string | null,
  message: string,
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Reply => ({ status, body: { error: { code, message, ...more } }, headers });

/** A stack's outputs that point at the stub. */
export const targetOf = (endpoint: string, change: Record<string, unknown> = {}) => ({
  openaiEndpoint: endpoint,
  openaiAccountName: "acc",
  openaiDeployment: "gpt-35-turbo",
  openaiApiVersion: "2024-10-21",
  openaiAuth: "key" as const,
  openaiKey: "stub-key",
  location: "eastus2",
  model: { name: "gpt-4o", version: "2024-11-20", sku: "Standard", capacity: 5 },
  ...change,
});
