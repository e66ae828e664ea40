import type { Exchange } from "../exchange";
import { pathOf } from "../expected/expected";
import type { Claim } from "./claim";
import { CLAIMS } from "./claims";
import { type ParityRow, parityRows } from "./rows";

/** A row that the transcript speaks about. */
export interface JudgedRow extends ParityRow {
  /** The requests that spoke, and of a refuted row what one of them was answered. */
  evidence: string[];
}

/** What a transcript says about PARITY.md: only as far as statuses, headers and keys say it. */
export interface ParityReport {
  confirmed: JudgedRow[];
  refuted: JudgedRow[];
  untouched: ParityRow[];
}

/** Holds a transcript against every row: one failed claim refutes its row. */
export function compareWithParity(
  exchanges: readonly Exchange[],
  rows: readonly ParityRow[] = parityRows(),
  claims: readonly Claim[] = CLAIMS,
): ParityReport {
  const report: ParityReport = { confirmed: [], refuted: [], untouched: [] };
  for (const row of rows) {
    const own = claims.filter((claim) => row.behaviour.startsWith(claim.row));
    const heard = own.flatMap((claim) => {
      const judged = exchanges.filter((one) => isAbout(claim, one));
      const failure = judged.map((one) => failureOf(claim, one)).find((text) => text !== undefined);
      return judged.length === 0 ? [] : [{ claim, failure }];
    });
    const failures = heard.flatMap(({ failure }) => failure ?? []);
    const evidence = heard.map(({ claim }) => `${claim.method} ${claim.path}`);
    if (failures.length > 0) report.refuted.push({ ...row, evidence: failures });
    else if (heard.length > 0) report.confirmed.push({ ...row, evidence });
    else report.untouched.push(row);
  }
  return report;
}

const isAbout = (claim: Claim, exchange: Exchange): boolean =>
  exchange.method === claim.method &&
  pathOf(exchange) === claim.path &&
  (claim.of?.includes(exchange.status) ?? true);

/** How an answer fails a claim; undefined when it does not. */
function failureOf(claim: Claim, { method, path, status, keys, headers }: Exchange) {
  const { statuses = [status], keys: wanted = [], without = [] } = claim;
  const { headers: named = [], withoutHeaders: unnamed = [] } = claim;
  const wrong = [
    ...(statuses.includes(status) ? [] : [`status ${status} instead of ${statuses.join(" or ")}`]),
    ...wanted.filter((key) => !keys.includes(key)).map((key) => `no key ${key}`),
    ...without.filter((key) => keys.includes(key)).map((key) => `a key ${key}`),
    ...named.filter((name) => !headers.includes(name)).map((name) => `no header ${name}`),
    ...unnamed.filter((name) => headers.includes(name)).map((name) => `a header ${name}`),
  ];
  return wrong.length === 0 ? undefined : `${method} ${path}: ${wrong.join(", ")}`;
}
