import { resourceRule } from "../rule";
import { list } from "../settings";
import { at, shown } from "../value";

/** Azure takes `East US 2` for `eastus2`. */
const plain = (region: string): string => region.toLowerCase().replaceAll(" ", "");

export const location = resourceRule({
  name: "location",
  description: "A lab is only where its class may be: for reasons of law, of quota or of money.",
  cure: "Set rai-lab:location to one of the class's regions.",
  severity: "medium",
  settings: { allowed: list([], "Regions in their short form, such as eastus2. Empty: all.") },
  check({ type, props }, { allowed }) {
    const region = at(props, "location");
    if (!type.startsWith("azure-native:") || typeof region !== "string" || allowed.length === 0)
      return [];
    return allowed.some((one) => plain(one) === plain(region))
      ? []
      : [`it is in ${shown(region)}, allowed: ${allowed.join(", ")}`];
  },
});
