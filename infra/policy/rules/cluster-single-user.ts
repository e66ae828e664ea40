import { resourceRule } from "../rule";
import { CLUSTER } from "../types";
import { at, shown, UNKNOWN, type Value } from "../value";

/** Both names of the same mode. */
const DEDICATED: readonly (Value | undefined)[] = [
  "SINGLE_USER",
  "DATA_SECURITY_MODE_DEDICATED",
  UNKNOWN,
];

export const clusterSingleUser = resourceRule({
  name: "cluster-single-user",
  description: "A cluster belongs to one student, who is named: ML runtimes allow no other mode.",
  cure: "Set dataSecurityMode to SINGLE_USER and singleUserName to the student.",
  severity: "high",
  on: [CLUSTER],
  check({ props }) {
    const mode = at(props, "dataSecurityMode");
    const user = at(props, "singleUserName");
    return [
      ...(DEDICATED.includes(mode) ? [] : [`dataSecurityMode is ${shown(mode)}`]),
      // Without a name it belongs to whoever deploys.
      ...(user === undefined || user === "" ? ["singleUserName is not set"] : []),
    ];
  },
});
