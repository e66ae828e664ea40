import { resourceRule } from "../rule";
import { CLUSTER } from "../types";
import { valueAt, display, UNKNOWN, type Value } from "../value";

/** Both names of the single-user mode. */
const DEDICATED_MODES: readonly (Value | undefined)[] = [
  "SINGLE_USER",
  "DATA_SECURITY_MODE_DEDICATED",
  UNKNOWN,
];

/** Clusters that do not belong to one named user. */
export const clusterSingleUser = resourceRule({
  name: "cluster-single-user",
  description: "A cluster belongs to one student, who is named: ML runtimes allow no other mode.",
  cure: "Set dataSecurityMode to SINGLE_USER and singleUserName to the student.",
  severity: "high",
  appliesTo: [CLUSTER],
  *check({ props }) {
    const mode = valueAt(props, "dataSecurityMode");
    const user = valueAt(props, "singleUserName");
    if (!DEDICATED_MODES.includes(mode)) yield `dataSecurityMode is ${display(mode)}`;
    // Without a name the cluster belongs to the deployer.
    if (user === undefined || user === "") yield "singleUserName is not set";
  },
});
