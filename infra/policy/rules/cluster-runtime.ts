import { resourceRule } from "../rule";
import { endOfSupport } from "../../runtimes";
import { runtimeOf } from "../runtime-of";
import { CLUSTER } from "../types";
import { valueAt } from "../value";

/** Clusters whose runtime is not for machine learning, or has no long-term support any more. */
export const clusterRuntime = resourceRule({
  name: "cluster-runtime",
  description: "A cluster runs an ML runtime with long-term support that has not ended.",
  cure: "Set rai-lab:databricks runtime to 16.4.x-cpu-ml-scala2.12.",
  severity: "medium",
  appliesTo: [CLUSTER],
  *check({ props }, _settings, { today }) {
    const runtime = runtimeOf(props);
    if (runtime === "") return;
    const end = endOfSupport(runtime);
    const machineLearning = runtime.includes("-ml-") || valueAt(props, "useMlRuntime") === true;
    if (!machineLearning) yield `${runtime} is no ML runtime`;
    if (end === undefined) yield `${runtime} has no long-term support that is known here`;
    else if (end < today) yield `the support of ${runtime} ended on ${end}`;
  },
});
