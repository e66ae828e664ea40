/** One thing that is wrong. No `value`: the key itself is. */
export interface Problem {
  key: string;
  value?: unknown;
  message: string;
}
