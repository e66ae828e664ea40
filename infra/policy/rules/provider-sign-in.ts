import { namesCredential } from "../credentials";
import { resourceRule } from "../rule";
import { AZURE_PROVIDER, DATABRICKS_PROVIDER } from "../types";
import { valueAt } from "../value";

export const providerSignIn = resourceRule({
  name: "provider-sign-in",
  description:
    "A provider signs in with what the machine has, never with a credential in the program.",
  cure: "Set authType (azure-cli, azure-client-secret, azure-msi, github-oidc-azure) and leave credentials to ARM_* variables.",
  severity: "high",
  appliesTo: [DATABRICKS_PROVIDER, AZURE_PROVIDER],
  check: ({ type, props }) => [
    ...Object.keys(props)
      .filter(namesCredential)
      .map((name) => `${name} is configured in the program`),
    // Without it the provider takes the first sign-in it finds, and on another machine that is another person.
    ...(type === DATABRICKS_PROVIDER && valueAt(props, "authType") === undefined
      ? ["authType is not set"]
      : []),
  ],
});
