import { resourceRule } from "../rule";
import { limitSetting } from "../settings";
import { CLUSTER } from "../types";
import { valueAt } from "../value";

export const clusterAutotermination = resourceRule({
  name: "cluster-autotermination",
  description: "A cluster stops by itself when nobody works with it.",
  cure: "Set rai-lab:databricks autoterminationMinutes to 20.",
  severity: "high",
  appliesTo: [CLUSTER],
  settings: { maxMinutes: limitSetting(120, "The longest idle time, in minutes.") },
  check({ props }, { maxMinutes }) {
    const minutes = valueAt(props, "autoterminationMinutes");
    if (minutes === undefined) return ["autoterminationMinutes is not set"];
    if (minutes === 0) return ["it never stops by itself"];
    return typeof minutes === "number" && minutes > maxMinutes
      ? [`it stops after ${minutes} idle minutes, the limit is ${maxMinutes}`]
      : [];
  },
});
