/** What of a row of PARITY.md a transcript can confirm or refute. */
export interface Claim {
  /** How the row begins; no other row does. */
  row: string;
  method: string;
  /** The shape of the path without its query. */
  path: string;
  /** Only answers with one of these statuses are judged; all, where absent. */
  of?: readonly number[];
  statuses?: readonly number[];
  keys?: readonly string[];
  /** Keys that the answer must not have. */
  without?: readonly string[];
  headers?: readonly string[];
  withoutHeaders?: readonly string[];
}
