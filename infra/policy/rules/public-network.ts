import { resourceRule } from "../rule";
import { flagSetting } from "../settings";
import { ACCOUNT, WORKSPACE } from "../types";
import { valueAt, UNKNOWN } from "../value";

/** Both services are open unless told otherwise. */
export const publicNetwork = resourceRule({
  name: "public-network",
  description:
    "Where a school forbids it, neither the account nor the workspace answers the public internet.",
  cure: "Set publicNetworkAccess to Disabled and give the class a private endpoint.",
  severity: "high",
  appliesTo: [ACCOUNT, WORKSPACE],
  settings: { forbidden: flagSetting(false, "Whether the public network is forbidden.") },
  check({ type, props }, { forbidden }) {
    const access = valueAt(
      props,
      type === ACCOUNT ? "properties.publicNetworkAccess" : "publicNetworkAccess",
    );
    return !forbidden || access === UNKNOWN || access === "Disabled"
      ? []
      : ["it answers the public network"];
  },
});
