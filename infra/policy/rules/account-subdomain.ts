import { resourceRule } from "../rule";
import { ACCOUNT } from "../types";
import { valueAt } from "../value";

/** Accounts without a custom subdomain. */
export const accountSubdomain = resourceRule({
  name: "account-subdomain",
  description:
    "An account has its own subdomain: without one it takes no sign-in with Entra, and it cannot get one later.",
  cure: "Set properties.customSubDomainName to the account's name.",
  severity: "high",
  appliesTo: [ACCOUNT],
  *check({ props }) {
    const subdomain = valueAt(props, "properties.customSubDomainName");
    if (subdomain === undefined || subdomain === "")
      yield "properties.customSubDomainName is not set";
  },
});
