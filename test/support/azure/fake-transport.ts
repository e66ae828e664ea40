import type { Session } from "../../../infra/azure/session";
import { createSession } from "../../../infra/azure/session";
import type { Transport } from "../../../infra/azure/endpoints";

export interface SentRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  /** Of a request that has one. */
  body?: unknown;
}

/** One prepared answer, or what the network throws. */
export type PreparedAnswer =
  { status: number; body?: unknown; headers?: Record<string, string> } | Error;

export interface FakeTransport extends Transport {
  requests: SentRequest[];
  /** Every wait asked for, in ms. None is waited. */
  waitsMs: number[];
}

/** Answers in order; the last one again and again. */
export function fakeTransport(...answers: [PreparedAnswer, ...PreparedAnswer[]]): FakeTransport {
  const requests: SentRequest[] = [];
  const waitsMs: number[] = [];
  return {
    requests: requests,
    waitsMs: waitsMs,
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

/** A session whose tokens name what they are for. */
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
