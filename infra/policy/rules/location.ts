import { resourceRule } from "../rule";
import { listSetting } from "../settings";
import { valueAt, display } from "../value";

/** Azure takes `East US 2` for `eastus2`. */
const shortForm = (region: string): string => region.toLowerCase().replaceAll(" ", "");

export const location = resourceRule({
  name: "location",
  description: "A lab is only where its class may be: for reasons of law, of quota or of money.",
  cure: "Set rai-lab:location to one of the class's regions.",
  severity: "medium",
  settings: {
    allowed: listSetting([], "Regions in their short form, such as eastus2. Empty: all."),
  },
  check({ type, props }, { allowed }) {
    const region = valueAt(props, "location");
    if (!type.startsWith("azure-native:") || typeof region !== "string" || allowed.length === 0)
      return [];
    return allowed.some((one) => shortForm(one) === shortForm(region))
      ? []
      : [`it is in ${display(region)}, allowed: ${allowed.join(", ")}`];
  },
});
