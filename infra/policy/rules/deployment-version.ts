import { resourceRule } from "../rule";
import { DEPLOYMENT } from "../types";
import { valueAt } from "../value";

/** Deployments whose model version is open, or changes when Azure's default does. */
export const deploymentVersion = resourceRule({
  name: "deployment-version",
  description: "A deployment serves one version of a model, which changes only when it must.",
  cure: "Set rai-lab:model version, and upgrade to NoAutoUpgrade or OnceCurrentVersionExpired.",
  severity: "medium",
  appliesTo: [DEPLOYMENT],
  *check({ props }) {
    const upgrade = valueAt(props, "properties.versionUpgradeOption");
    if (valueAt(props, "properties.model.version") === undefined) yield "its model has no version";
    // An absent option means OnceNewDefaultVersionAvailable.
    if (upgrade === undefined || upgrade === "OnceNewDefaultVersionAvailable")
      yield "its model changes as soon as Azure has a newer default";
  },
});
