import { resourceRule } from "../rule";
import { CLUSTER } from "../types";
import { runtimeOf } from "../runtime-of";
import { valueAt } from "../value";

/** Clusters with a GPU size or a GPU runtime. */
export const clusterGpu = resourceRule({
  name: "cluster-gpu",
  description:
    "No cluster has a GPU: the model runs in Azure OpenAI, and the lab computes nothing on one.",
  cure: "Use Standard_D4ds_v5 and a runtime with -cpu-ml-.",
  severity: "high",
  appliesTo: [CLUSTER],
  *check({ props }) {
    for (const key of ["nodeTypeId", "driverNodeTypeId"]) {
      const size = valueAt(props, key);
      if (typeof size === "string" && /^Standard_N/i.test(size)) yield `${key} ${size} has a GPU`;
    }
    if (runtimeOf(props).includes("-gpu-")) yield "its runtime is the one for GPUs";
  },
});
