import { resourceRule } from "../rule";
import { endOfSupport } from "../../runtimes";
import { runtimeOf } from "../runtime-of";
import { CLUSTER } from "../types";
import { valueAt } from "../value";

export const clusterRuntime = resourceRule({
  name: "cluster-runtime",
  description: "A cluster runs an ML runtime with long-term support that has not ended.",
  cure: "Set rai-lab:databricks runtime to 16.4.x-cpu-ml-scala2.12.",
  severity: "medium",
  appliesTo: [CLUSTER],
  check({ props }, _settings, { today }) {
    const runtime = runtimeOf(props);
    if (runtime === "") return [];
    const end = endOfSupport(runtime);
    const machineLearning = runtime.includes("-ml-") || valueAt(props, "useMlRuntime") === true;
    return [
      ...(machineLearning ? [] : [`${runtime} is no ML runtime`]),
      ...(end === undefined ? [`${runtime} has no long-term support that is known here`] : []),
      ...(end !== undefined && end < today ? [`the support of ${runtime} ended on ${end}`] : []),
    ];
  },
});
