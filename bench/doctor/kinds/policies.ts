import type { Kind } from "../scenario";
import { addPolicy, namesIn } from "../world";
import { fine, STACK, variant } from "./common";

/** Policies on locations. */
export const policies: Kind = {
  name: "policies",
  variants: [
    variant("on groups or on resources", (subscription, draw) => {
      const allowed = draw.each([
        ["westeurope"],
        ["eastus2"],
        ["swedencentral", "Switzerland North"],
      ]);
      addPolicy(subscription, { allowed, for: draw.each(["groups", "resources"] as const) });
      return fine(subscription, draw);
    }),
    variant("that only report", (subscription, draw) => {
      addPolicy(subscription, { allowed: ["westeurope"], enforced: false });
      return fine(subscription, draw);
    }),
    variant("that leave a scope out", (subscription, draw) => {
      const { subscriptionId } = subscription.tenant;
      const scope = `/subscriptions/${subscriptionId}`;
      const group = `${scope}/resourceGroups/${namesIn(subscription, STACK).resourceGroup}`;
      const notScopes = draw.each([[group], [`${scope}/resourceGroups/rg-other`], [scope]]);
      const policy = { allowed: ["westeurope"], notScopes };
      addPolicy(subscription, { ...policy, for: draw.each(["groups", "resources"] as const) });
      return fine(subscription, draw);
    }),
    variant("two that exclude each other", (subscription, draw) => {
      addPolicy(subscription, { allowed: ["eastus2", "swedencentral"] });
      addPolicy(subscription, { allowed: ["swedencentral", "westeurope"], for: "resources" });
      return fine(subscription, draw);
    }),
  ],
};
