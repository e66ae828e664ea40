import { resourceRule } from "../rule";
import { listSetting } from "../settings";
import { DEPLOYMENT } from "../types";
import { valueAt, display, UNKNOWN } from "../value";

/** Deployments whose SKU is not among the allowed ones. */
export const deploymentSku = resourceRule({
  name: "deployment-sku",
  description:
    "A deployment is paid by the token: provisioned throughput costs by the hour, asked or not.",
  cure: "Set rai-lab:model sku to Standard.",
  severity: "critical",
  appliesTo: [DEPLOYMENT],
  settings: {
    allowed: listSetting(
      ["Standard", "GlobalStandard", "DataZoneStandard"],
      "SKUs that a lab may use.",
    ),
  },
  *check({ props }, { allowed }) {
    const sku = valueAt(props, "sku.name");
    if (sku === UNKNOWN || (typeof sku === "string" && allowed.includes(sku))) return;
    yield `its SKU is ${display(sku)}, allowed: ${allowed.join(", ")}`;
  },
});
