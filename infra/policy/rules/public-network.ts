import { resourceRule } from "../rule";
import { flag } from "../settings";
import { ACCOUNT, WORKSPACE } from "../types";
import { at, UNKNOWN } from "../value";

/** Both services are open unless told otherwise. */
export const publicNetwork = resourceRule({
  name: "public-network",
  description:
    "Where a school forbids it, neither the account nor the workspace answers the public internet.",
  cure: "Set publicNetworkAccess to Disabled and give the class a private endpoint.",
  severity: "high",
  on: [ACCOUNT, WORKSPACE],
  settings: { forbidden: flag(false, "Whether the public network is forbidden.") },
  check({ type, props }, { forbidden }) {
    const access = at(
      props,
      type === ACCOUNT ? "properties.publicNetworkAccess" : "publicNetworkAccess",
    );
    return !forbidden || access === UNKNOWN || access === "Disabled"
      ? []
      : ["it answers the public network"];
  },
});
