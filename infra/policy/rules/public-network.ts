import { own } from "../../json-object";
import { resourceRule } from "../rule";
import { flagSetting } from "../settings";
import { ACCOUNT, WORKSPACE } from "../types";
import { valueAt, UNKNOWN } from "../value";

/** Where each service has the setting. Both are open without it. */
const SETTING_PATHS: Readonly<Record<string, string>> = {
  [ACCOUNT]: "properties.publicNetworkAccess",
  [WORKSPACE]: "publicNetworkAccess",
};

/** Accounts and workspaces open to the public network, where that is forbidden. */
export const publicNetwork = resourceRule({
  name: "public-network",
  description:
    "Where a school forbids it, neither the account nor the workspace answers the public internet.",
  cure: "Set publicNetworkAccess to Disabled and give the class a private endpoint.",
  severity: "high",
  appliesTo: Object.keys(SETTING_PATHS),
  settings: { forbidden: flagSetting(false, "Whether the public network is forbidden.") },
  *check({ type, props }, { forbidden }) {
    const access = valueAt(props, own(SETTING_PATHS, type)!);
    if (forbidden && access !== UNKNOWN && access !== "Disabled")
      yield "it answers the public network";
  },
});
