import { resourceRule } from "../rule";
import { CLUSTER } from "../types";
import { valueAt, display, UNKNOWN, type Value } from "../value";

/** Both names of the same mode. */
const DEDICATED_MODES: readonly (Value | undefined)[] = [
  "SINGLE_USER",
  "DATA_SECURITY_MODE_DEDICATED",
  UNKNOWN,
];

export const clusterSingleUser = resourceRule({
  name: "cluster-single-user",
  description: "A cluster belongs to one student, who is named: ML runtimes allow no other mode.",
  cure: "Set dataSecurityMode to SINGLE_USER and singleUserName to the student.",
  severity: "high",
  appliesTo: [CLUSTER],
  check({ props }) {
    const mode = valueAt(props, "dataSecurityMode");
    const user = valueAt(props, "singleUserName");
    return [
      ...(DEDICATED_MODES.includes(mode) ? [] : [`dataSecurityMode is ${display(mode)}`]),
      // Without a name it belongs to whoever deploys.
      ...(user === undefined || user === "" ? ["singleUserName is not set"] : []),
    ];
  },
});
