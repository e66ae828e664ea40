import { resourceRule } from "../rule";
import { WORKSPACE } from "../types";
import { valueAt, display, UNKNOWN } from "../value";

/** Workspaces that are not Premium. */
export const workspacePremium = resourceRule({
  name: "workspace-premium",
  description:
    "A workspace is Premium: the other tiers have no permissions, so every student could change the original.",
  cure: "Set sku.name to premium.",
  severity: "high",
  appliesTo: [WORKSPACE],
  *check({ props }) {
    const sku = valueAt(props, "sku.name");
    if (sku === UNKNOWN || (typeof sku === "string" && sku.toLowerCase() === "premium")) return;
    yield `its SKU is ${display(sku)}`;
  },
});
