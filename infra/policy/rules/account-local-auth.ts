import { resourceRule } from "../rule";
import { flag } from "../settings";
import { ACCOUNT } from "../types";
import { at, UNKNOWN } from "../value";

export const accountLocalAuth = resourceRule({
  name: "account-local-auth",
  description: "Where a school demands Entra, an account has no keys.",
  cure: "Set rai-lab:openai auth to entra.",
  severity: "high",
  on: [ACCOUNT],
  settings: { forbidden: flag(false, "Whether keys are forbidden.") },
  check({ props }, { forbidden }) {
    const disabled = at(props, "properties.disableLocalAuth");
    return !forbidden || disabled === true || disabled === UNKNOWN ? [] : ["it takes keys"];
  },
});
