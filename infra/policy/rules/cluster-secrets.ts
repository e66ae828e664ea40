import { isSecretReference, namesCredential } from "../credentials";
import { resourceRule } from "../rule";
import { CLUSTER } from "../types";
import { valueAt, isMap } from "../value";

const ENVIRONMENT_FIELDS = ["sparkEnvVars", "sparkConf"];

export const clusterSecrets = resourceRule({
  name: "cluster-secrets",
  description:
    "A cluster's environment names secrets, it does not hold them: everybody who may attach can read it.",
  cure: "Write {{secrets/SCOPE/KEY}} as the value.",
  severity: "critical",
  appliesTo: [CLUSTER],
  check: ({ props }) =>
    ENVIRONMENT_FIELDS.flatMap((place) => {
      const entries = valueAt(props, place);
      return Object.entries(isMap(entries) ? entries : {}).flatMap(([name, value]) =>
        namesCredential(name) && typeof value === "string" && !isSecretReference(value)
          ? [`${place}.${name} is a literal`]
          : [],
      );
    }),
});
