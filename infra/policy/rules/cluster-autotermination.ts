import { resourceRule } from "../rule";
import { limit } from "../settings";
import { CLUSTER } from "../types";
import { at } from "../value";

export const clusterAutotermination = resourceRule({
  name: "cluster-autotermination",
  description: "A cluster stops by itself when nobody works with it.",
  cure: "Set rai-lab:databricks autoterminationMinutes to 20.",
  severity: "high",
  on: [CLUSTER],
  settings: { maxMinutes: limit(120, "The longest idle time, in minutes.") },
  check({ props }, { maxMinutes }) {
    const minutes = at(props, "autoterminationMinutes");
    if (minutes === undefined) return ["autoterminationMinutes is not set"];
    if (minutes === 0) return ["it never stops by itself"];
    return typeof minutes === "number" && minutes > maxMinutes
      ? [`it stops after ${minutes} idle minutes, the limit is ${maxMinutes}`]
      : [];
  },
});
