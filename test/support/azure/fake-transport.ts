import type { Session } from "../../../infra/azure/session";
import { createSession } from "../../../infra/azure/session";
import type { Transport } from "../../../infra/azure/endpoints";

/** A request as the transport received it. */
export interface SentRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  /** Parsed JSON; absent when the request has none. */
  body?: unknown;
}

/** An answer, or the error that the network throws. */
export type PreparedAnswer =
  { status: number; body?: unknown; headers?: Record<string, string> } | Error;

/** A transport without a network. */
export interface FakeTransport extends Transport {
  requests: SentRequest[];
  /** Requested waits in ms; the transport does not wait. */
  waitsMs: number[];
}

/** Answers in order, then with the last answer again and again. */
export function fakeTransport(...answers: [PreparedAnswer, ...PreparedAnswer[]]): FakeTransport {
  const requests: SentRequest[] = [];
  const waitsMs: number[] = [];
  return {
    requests,
    waitsMs,
    sleep: (ms) => {
      waitsMs.push(ms);
      return Promise.resolve();
    },
    fetch: (url, { method = "GET", headers = {}, body } = {}) => {
      const answer = answers[Math.min(requests.length, answers.length - 1)]!;
      const request = { method, url, headers: Object.fromEntries(new Headers(headers)) };
      requests.push(
        typeof body === "string" ? { ...request, body: JSON.parse(body) as unknown } : request,
      );
      if (answer instanceof Error) return Promise.reject(answer);
      const text = answer.body === undefined ? null : JSON.stringify(answer.body);
      return Promise.resolve(
        new Response(text, { status: answer.status, headers: answer.headers ?? {} }),
      );
    },
  };
}

/** A session with a token that contains its scope. */
export const fakeSession = (transport: Transport): Session =>
  createSession(
    {
      resourceManager: "https://arm.test",
      audience: "https://arm.test",
      authority: "https://login.test",
      custom: true,
    },
    {
      getToken: (scope) =>
        Promise.resolve({ token: `token for ${String(scope)}`, expiresOnTimestamp: 0 }),
    },
    transport,
  );
