import type { Session } from "../../../infra/azure/session";
import { fakeSession, type PreparedAnswer } from "./fake-transport";

/** A session whose requests are answered by URL. */
export interface AnswersByUrl {
  session: Session;
  /** `METHOD path` of each request, without the query. */
  requests: string[];
  /** Requested waits in ms; none is waited. */
  waitsMs: number[];
}

/** Answers each URL with its list in order, the last one again and again; 404 for other URLs. */
export function answersByUrl(
  answers: Record<string, PreparedAnswer | PreparedAnswer[]>,
): AnswersByUrl {
  const requests: string[] = [];
  const waitsMs: number[] = [];
  const remaining = new Map(Object.entries(answers).map(([path, list]) => [path, [list].flat()]));
  const session = fakeSession({
    sleep: (ms) => Promise.resolve(void waitsMs.push(ms)),
    fetch: (url, { method = "GET" } = {}) => {
      const path = url.replace(/\?.*/, "").replace("https://arm.test", "");
      requests.push(`${method} ${path}`);
      const list = remaining.get(path) ?? [MISSING];
      const answer = (list.length > 1 ? list.shift() : list[0]) ?? MISSING;
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve(Response.json(answer.body ?? {}, { status: answer.status }));
    },
  });
  return { session, requests, waitsMs };
}

const MISSING: PreparedAnswer = {
  status: 404,
  body: { error: { code: "ResourceNotFound", message: "not here" } },
};
