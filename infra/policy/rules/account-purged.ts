import { stackRule } from "../rule";
import { ACCOUNT, PURGE } from "../types";

/** Accounts that no Purge depends on being deleted before. */
export const accountPurged = stackRule({
  name: "account-purged",
  description:
    "An account is purged after its delete: else its name and its quota stay held for 48 hours.",
  cure: "Make a Purge, and give the account its name and place from the Purge's outputs.",
  severity: "medium",
  checkStack(resources) {
    const purges = new Set(resources.filter(({ type }) => type === PURGE).map(({ urn }) => urn));
    return resources
      .filter(
        ({ type, dependencies }) =>
          type === ACCOUNT && !dependencies.some((urn) => purges.has(urn)),
      )
      .map(({ urn }) => ({ urn, message: "no Purge follows its delete" }));
  },
});
