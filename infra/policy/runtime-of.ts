import { at, type Props } from "./value";

/** The runtime that a cluster names: empty while it is unknown. */
export function runtimeOf(cluster: Props): string {
  const version = at(cluster, "sparkVersion");
  return typeof version === "string" ? version : "";
}
