import { resourceRule } from "../rule";
import { listSetting } from "../settings";
import { valueAt } from "../value";

/** `eastus2` for `East US 2`: Azure accepts both. */
const shortForm = (region: string): string => region.toLowerCase().replaceAll(" ", "");

/** Azure resources outside the allowed regions. */
export const location = resourceRule({
  name: "location",
  description: "A lab is only where its class may be: for reasons of law, of quota or of money.",
  cure: "Set rai-lab:location to one of the class's regions.",
  severity: "medium",
  settings: {
    allowed: listSetting([], "Regions in their short form, such as eastus2. Empty: all."),
  },
  *check({ type, props }, { allowed }) {
    const region = valueAt(props, "location");
    if (!type.startsWith("azure-native:") || typeof region !== "string" || allowed.length === 0)
      return;
    if (!allowed.map(shortForm).includes(shortForm(region)))
      yield `it is in ${region}, allowed: ${allowed.join(", ")}`;
  },
});
