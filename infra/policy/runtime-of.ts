import { valueAt, type Props } from "./value";

/** The runtime that a cluster names: empty while it is unknown. */
export function runtimeOf(cluster: Props): string {
  const version = valueAt(cluster, "sparkVersion");
  return typeof version === "string" ? version : "";
}
