import { isSecretReference, namesCredential } from "../credentials";
import { resourceRule } from "../rule";
import { CLUSTER } from "../types";
import { at, isMap } from "../value";

const PLACES = ["sparkEnvVars", "sparkConf"];

export const clusterSecrets = resourceRule({
  name: "cluster-secrets",
  description:
    "A cluster's environment names secrets, it does not hold them: everybody who may attach can read it.",
  cure: "Write {{secrets/SCOPE/KEY}} as the value.",
  severity: "critical",
  on: [CLUSTER],
  check: ({ props }) =>
    PLACES.flatMap((place) => {
      const entries = at(props, place);
      return Object.entries(isMap(entries) ? entries : {}).flatMap(([name, value]) =>
        namesCredential(name) && typeof value === "string" && !isSecretReference(value)
          ? [`${place}.${name} is a literal`]
          : [],
      );
    }),
});
