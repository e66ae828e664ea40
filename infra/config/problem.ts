/**
 * One fault of a configuration, printed as "key = value message". Without a value the key itself is
 * the fault.
 */
export interface Problem {
  key: string;
  value?: unknown;
  message: string;
}
