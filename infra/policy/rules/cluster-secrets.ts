import { isSecretReference, namesCredential } from "../credentials";
import { isJsonObject } from "../../json-object";
import { resourceRule } from "../rule";
import { CLUSTER } from "../types";
import { valueAt } from "../value";

const ENVIRONMENT_FIELDS = ["sparkEnvVars", "sparkConf"];

/** Credentials as literals in a cluster's environment or Spark configuration. */
export const clusterSecrets = resourceRule({
  name: "cluster-secrets",
  description:
    "A cluster's environment names secrets, it does not hold them: everybody who may attach can read it.",
  cure: "Write {{secrets/SCOPE/KEY}} as the value.",
  severity: "critical",
  appliesTo: [CLUSTER],
  *check({ props }) {
    for (const field of ENVIRONMENT_FIELDS) {
      const entries = valueAt(props, field);
      if (!isJsonObject(entries)) continue;
      for (const [name, value] of Object.entries(entries))
        if (namesCredential(name) && typeof value === "string" && !isSecretReference(value))
          yield `${field}.${name} is a literal`;
    }
  },
});
