import { resourceRule } from "../rule";
import { PERMISSIONS } from "../types";
import { valueAt, objectsAt, display } from "../value";

/**
 * Permissions by which somebody but the student uses a cluster, or by which the student may change
 * it.
 */
export const clusterGrants = resourceRule({
  name: "cluster-grants",
  description: "A student may start their own cluster, not change it, and nobody else's.",
  cure: "Grant CAN_RESTART to the student by userName.",
  severity: "high",
  appliesTo: [PERMISSIONS],
  *check({ props }) {
    if (valueAt(props, "clusterId") === undefined) return;
    for (const grant of objectsAt(props, "accessControls")) {
      const group = valueAt(grant, "groupName");
      const principal = display(valueAt(grant, "userName") ?? group);
      const isService = valueAt(grant, "servicePrincipalName") !== undefined;
      if (valueAt(grant, "permissionLevel") === "CAN_MANAGE" && !isService)
        yield `${principal} may change the cluster`;
      if (group !== undefined) yield `the whole group ${principal} may use the cluster`;
    }
  },
});
