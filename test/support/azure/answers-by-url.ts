import type { Session } from "../../../infra/azure/session";
import { fakeSession, type PreparedAnswer } from "./fake-transport";

/** A cloud that answers by address; the last answer of a list stays. */
export interface AnswersByUrl {
  session: Session;
  /** `METHOD address`, less the query. */
  requests: string[];
  waitsMs: number[];
}

/** What is not named is not there, in Resource Manager's words. */
export function answersByUrl(
  answers: Record<string, PreparedAnswer | PreparedAnswer[]>,
): AnswersByUrl {
  const [asked, waits]: [string[], number[]] = [[], []];
  const left = new Map(Object.entries(answers).map(([url, given]) => [url, [given].flat()]));
  const session = fakeSession({
    sleep: (ms) => Promise.resolve(void waits.push(ms)),
    fetch: (url, { method = "GET" } = {}) => {
      const address = url.split("?")[0] ?? "";
      asked.push(`${method} ${address.replace("https://arm.test", "")}`);
      const list = left.get(address.replace("https://arm.test", "")) ?? [MISSING];
      const answer = (list.length > 1 ? list.shift() : list[0]) ?? MISSING;
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve(Response.json(answer.body ?? {}, { status: answer.status }));
    },
  });
  return { session, requests: asked, waitsMs: waits };
}

const MISSING: PreparedAnswer = {
  status: 404,
  body: { error: { code: "ResourceNotFound", message: "not here" } },
};
