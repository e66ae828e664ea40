import { namesCredential } from "../credentials";
import { resourceRule } from "../rule";
import { AZURE_PROVIDER, DATABRICKS_PROVIDER } from "../types";
import { valueAt } from "../value";

/** Providers with a credential in the program, and databricks providers without an authType. */
export const providerSignIn = resourceRule({
  name: "provider-sign-in",
  description:
    "A provider signs in with what the machine has, never with a credential in the program.",
  cure: "Set authType (azure-cli, azure-client-secret, azure-msi, github-oidc-azure) and leave credentials to ARM_* variables.",
  severity: "high",
  appliesTo: [DATABRICKS_PROVIDER, AZURE_PROVIDER],
  *check({ type, props }) {
    for (const name of Object.keys(props).filter(namesCredential))
      yield `${name} is configured in the program`;
    // Without an authType the provider uses the first sign-in it finds: on another machine, another
    // person's.
    if (type === DATABRICKS_PROVIDER && valueAt(props, "authType") === undefined)
      yield "authType is not set";
  },
});
