import { at, type Props } from "./value";

/** The runtime that a cluster names: empty while it is unknown. */
export function runtimeOf(cluster: Props): string {
  const version = at(cluster, "sparkVersion");
  return typeof version === "string" ? version : "";
}

/** End of support of the long-term runtimes, as learn.microsoft.com/azure/databricks/release-notes/runtime listed them. */
const END_OF_SUPPORT: Readonly<Record<string, string>> = {
  "13.3": "2026-08-22",
  "14.3": "2027-02-01",
  "15.4": "2027-08-19",
  "16.4": "2028-05-09",
  "17.3": "2028-10-22",
  "18": "2029-06-10",
};

/** ISO date; undefined for a runtime without long-term support. `18.2.x` counts as 18. */
export function endOfSupport(runtime: string): string | undefined {
  const [, major = "", minor = ""] = /^(\d+)(?:\.(\d+))?\.x-/.exec(runtime) ?? [];
  return END_OF_SUPPORT[`${major}.${minor}`] ?? END_OF_SUPPORT[major];
}
