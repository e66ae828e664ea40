import { resourceRule } from "../rule";
import { PERMISSIONS } from "../types";
import { valueAt, objectsAt, display } from "../value";

export const clusterGrants = resourceRule({
  name: "cluster-grants",
  description: "A student may start their own cluster, not change it, and nobody else's.",
  cure: "Grant CAN_RESTART to the student by userName.",
  severity: "high",
  appliesTo: [PERMISSIONS],
  check({ props }) {
    if (valueAt(props, "clusterId") === undefined) return [];
    return objectsAt(props, "accessControls").flatMap((grant) => {
      const person = valueAt(grant, "userName");
      const group = valueAt(grant, "groupName");
      const who = display(person ?? group);
      return [
        ...(valueAt(grant, "permissionLevel") === "CAN_MANAGE" &&
        valueAt(grant, "servicePrincipalName") === undefined
          ? [`${who} may change the cluster`]
          : []),
        ...(group === undefined ? [] : [`the whole group ${who} may use the cluster`]),
      ];
    });
  },
});
