import { resourceRule } from "../rule";
import { CLUSTER } from "../types";
import { runtimeOf } from "../runtime-of";
import { valueAt } from "../value";

export const clusterGpu = resourceRule({
  name: "cluster-gpu",
  description:
    "No cluster has a GPU: the model runs in Azure OpenAI, and the lab computes nothing on one.",
  cure: "Use Standard_D4ds_v5 and a runtime with -cpu-ml-.",
  severity: "high",
  appliesTo: [CLUSTER],
  check: ({ props }) => [
    ...["nodeTypeId", "driverNodeTypeId"].flatMap((key) => {
      const size = valueAt(props, key);
      return typeof size === "string" && /^Standard_N/i.test(size)
        ? [`${key} ${size} has a GPU`]
        : [];
    }),
    ...(runtimeOf(props).includes("-gpu-") ? ["its runtime is the one for GPUs"] : []),
  ],
});
