import { resourceRule } from "../rule";
import { runtimeOf } from "../runtime-of";
import { CLUSTER } from "../types";
import { valueAt } from "../value";

/** Clusters that run Photon. */
export const clusterPhoton = resourceRule({
  name: "cluster-photon",
  description:
    "No cluster runs Photon: it costs about twice as much and speeds up nothing in the lab.",
  cure: "Set runtimeEngine to STANDARD and use a runtime without -photon-.",
  severity: "medium",
  appliesTo: [CLUSTER],
  *check({ props }) {
    if (valueAt(props, "runtimeEngine") === "PHOTON" || runtimeOf(props).includes("-photon-"))
      yield "it runs Photon";
  },
});
