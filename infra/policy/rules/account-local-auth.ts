import { resourceRule } from "../rule";
import { flagSetting } from "../settings";
import { ACCOUNT } from "../types";
import { valueAt, UNKNOWN } from "../value";

/** Accounts whose keys are not disabled, where keys are forbidden. */
export const accountLocalAuth = resourceRule({
  name: "account-local-auth",
  description: "Where a school demands Entra, an account has no keys.",
  cure: "Set rai-lab:openai auth to entra.",
  severity: "high",
  appliesTo: [ACCOUNT],
  settings: { forbidden: flagSetting(false, "Whether keys are forbidden.") },
  *check({ props }, { forbidden }) {
    const disabled = valueAt(props, "properties.disableLocalAuth");
    if (forbidden && disabled !== true && disabled !== UNKNOWN) yield "it takes keys";
  },
});
