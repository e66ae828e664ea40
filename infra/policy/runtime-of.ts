import { valueAt, type Props } from "./value";

/** The `sparkVersion` of a cluster; empty while it is unknown. */
export function runtimeOf(cluster: Props): string {
  const version = valueAt(cluster, "sparkVersion");
  return typeof version === "string" ? version : "";
}
