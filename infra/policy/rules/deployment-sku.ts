import { resourceRule } from "../rule";
import { list } from "../settings";
import { DEPLOYMENT } from "../types";
import { at, shown, UNKNOWN } from "../value";

export const deploymentSku = resourceRule({
  name: "deployment-sku",
  description:
    "A deployment is paid by the token: provisioned throughput costs by the hour, asked or not.",
  cure: "Set rai-lab:model sku to Standard.",
  severity: "critical",
  on: [DEPLOYMENT],
  settings: {
    allowed: list(["Standard", "GlobalStandard", "DataZoneStandard"], "SKUs that a lab may use."),
  },
  check({ props }, { allowed }) {
    const sku = at(props, "sku.name");
    if (sku === UNKNOWN || (typeof sku === "string" && allowed.includes(sku))) return [];
    return [`its SKU is ${shown(sku)}, allowed: ${allowed.join(", ")}`];
  },
});
