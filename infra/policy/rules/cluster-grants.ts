import { resourceRule } from "../rule";
import { PERMISSIONS } from "../types";
import { at, mapsAt, shown } from "../value";

export const clusterGrants = resourceRule({
  name: "cluster-grants",
  description: "A student may start their own cluster, not change it, and nobody else's.",
  cure: "Grant CAN_RESTART to the student by userName.",
  severity: "high",
  on: [PERMISSIONS],
  check({ props }) {
    if (at(props, "clusterId") === undefined) return [];
    return mapsAt(props, "accessControls").flatMap((grant) => {
      const person = at(grant, "userName");
      const group = at(grant, "groupName");
      const who = shown(person ?? group);
      return [
        ...(at(grant, "permissionLevel") === "CAN_MANAGE" &&
        at(grant, "servicePrincipalName") === undefined
          ? [`${who} may change the cluster`]
          : []),
        ...(group === undefined ? [] : [`the whole group ${who} may use the cluster`]),
      ];
    });
  },
});
