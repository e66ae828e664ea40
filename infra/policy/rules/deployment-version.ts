import { resourceRule } from "../rule";
import { DEPLOYMENT } from "../types";
import { valueAt } from "../value";

export const deploymentVersion = resourceRule({
  name: "deployment-version",
  description: "A deployment serves one version of a model, which changes only when it must.",
  cure: "Set rai-lab:model version, and upgrade to NoAutoUpgrade or OnceCurrentVersionExpired.",
  severity: "medium",
  appliesTo: [DEPLOYMENT],
  check({ props }) {
    const upgrade = valueAt(props, "properties.versionUpgradeOption");
    return [
      ...(valueAt(props, "properties.model.version") === undefined
        ? ["its model has no version"]
        : []),
      // Absent means the same.
      ...(upgrade === undefined || upgrade === "OnceNewDefaultVersionAvailable"
        ? ["its model changes as soon as Azure has a newer default"]
        : []),
    ];
  },
});
