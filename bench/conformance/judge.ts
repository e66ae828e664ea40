import type { Allowed, AnswerFact, Corpus } from "./corpus";
import type { Answer, Replayed } from "./replay";

/** How a replayed call compares with the recorded one. */
export type Verdict = "equal" | "allowed" | "not simulated" | "different";

/** A judged call. */
export interface Judged {
  /** A provider's namespace, or `Microsoft Graph`. */
  service: string;
  request: string;
  verdict: Verdict;
  /** What differs. */
  what: string[];
  /** What of the corpus allowed a difference. */
  rules: Allowed[];
}

/** Judges the calls of one recording, in their order. */
export function judge(corpus: Corpus, replayed: readonly Replayed[]): Judged[] {
  let polled = { service: "", request: "" };
  const missing: string[] = [];
  return replayed.map(({ call, answer, before }) => {
    const isPoll = call.path === "{operation}";
    const asked = { service: serviceOf(call.path), request: `${call.method} ${call.path}` };
    if (!isPoll) polled = asked;
    const subject = isPoll ? { ...polled, request: `poll of ${polled.request}` } : asked;
    // What a 501 did not make, nothing later can find.
    const isOnMissing = missing.some((path) => `${call.path}/`.startsWith(`${path}/`));
    if (answer.status === 501 || isOnMissing) {
      if (call.method === "PUT") missing.push(call.path);
      return { ...subject, verdict: "not simulated", what: [], rules: [] };
    }
    const earlier = call.before ?? [];
    const pairs: [readonly AnswerFact[], Answer][] = [[[call], answer]];
    if (earlier.length > 0) for (const one of before) pairs.push([earlier, one]);
    const differences = pairs.flatMap(([facts, one]) => differencesOf(corpus, facts, one));
    const allowed = corpus.allowed.filter(({ calls }) => matches(calls, subject.request));
    const what = differences.filter((one) => !allowed.some((rule) => allows(rule, one)));
    const rules = allowed.filter((rule) => differences.some((one) => allows(rule, one)));
    const verdict = verdictOf(differences, what);
    return { ...subject, verdict, what: what.map(textOf), rules };
  });
}

interface Difference {
  kind: "status" | "missing" | "extra";
  /** The key, or the local status. */
  value: string;
  /** The recorded status. */
  wanted?: number;
}

function verdictOf(all: readonly Difference[], left: readonly Difference[]): Verdict {
  if (all.length === 0) return "equal";
  return left.length === 0 ? "allowed" : "different";
}

/** How an answer differs from the recorded one; none where it equals one of several. */
function differencesOf(
  { keySets }: Corpus,
  facts: readonly AnswerFact[],
  { status, keys }: Answer,
): Difference[] {
  const each = facts.map((fact): Difference[] => {
    const wanted = keySets[fact.keys]!;
    if (fact.status !== status)
      return [{ kind: "status", value: String(status), wanted: fact.status }];
    return [
      ...wanted.filter((key) => !keys.includes(key)).map(asKind("missing")),
      ...keys.filter((key) => !wanted.includes(key)).map(asKind("extra")),
    ];
  });
  return each.sort((a, b) => a.length - b.length)[0]!;
}

const asKind =
  (kind: "missing" | "extra") =>
  (value: string): Difference => ({ kind, value });

function textOf({ kind, value, wanted }: Difference): string {
  if (kind === "status") return `status ${value} instead of ${wanted}`;
  return kind === "missing" ? `without ${value}` : `with ${value}`;
}

/** A key is allowed with what it holds, in an answer or in each item of a list. */
function allows(rule: Allowed, { kind, value }: Difference): boolean {
  if (kind === "status") return rule.status === Number(value);
  const keys = [value, value.replace(/^value\[\]\./, "")];
  return (rule[kind] ?? []).some((allowed) =>
    keys.some(
      (key) => allowed === "*" || key === allowed || /^[.[]/.test(key.replace(allowed, "")),
    ),
  );
}

const matches = (pattern: string, request: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`, "i").test(
    request,
  );

/** The provider whose type a path names last. */
function serviceOf(path: string): string {
  if (path.startsWith("/v1.0/")) return "Microsoft Graph";
  if (path.startsWith("/api/")) return `Databricks ${path.split("/")[3]!}`;
  const [, namespace] = /.*\/providers\/([^/]+)/i.exec(path) ?? [];
  return namespace ?? "Microsoft.Resources";
}
