import { resourceRule } from "../rule";
import { LIBRARY } from "../types";

/** Libraries that are resources of their own. */
export const libraryInline = resourceRule({
  name: "library-inline",
  description:
    "Libraries are part of their cluster: a resource of its own starts the cluster and is lost on refresh.",
  cure: "Move it to the cluster's libraries.",
  severity: "medium",
  appliesTo: [LIBRARY],
  check: () => ["it is a databricks.Library"],
});
