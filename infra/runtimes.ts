import { own } from "./json-object";

/** When the table below was read. */
export const RUNTIMES_READ = "2026-11";

/**
 * End of support of Databricks' long-term runtimes (ISO dates), as
 * learn.microsoft.com/azure/databricks/release-notes/runtime/eos listed them. From 18 on the
 * version text has no minor.
 */
export const RUNTIME_ENDS: Readonly<Record<string, string>> = {
  "13.3": "2026-08-22",
  "14.3": "2027-02-01",
  "15.4": "2027-08-19",
  "16.4": "2028-05-09",
  "17.3": "2028-10-22",
  "18": "2029-06-10",
};

/**
 * The ISO date on which the support of a runtime ends; undefined without long-term support.
 * `18.2.x` counts as 18.
 */
export function endOfSupport(runtime: string): string | undefined {
  const [, major = "", minor = ""] = /^(\d+)(?:\.(\d+))?\.x-/.exec(runtime) ?? [];
  return own(RUNTIME_ENDS, `${major}.${minor}`) ?? own(RUNTIME_ENDS, major);
}
