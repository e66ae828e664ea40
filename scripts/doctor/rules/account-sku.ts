import type { ResourceSku } from "@azure/arm-cognitiveservices";
import { ok, problem } from "../finding";
import type { Rule } from "../rule";

/**
 * Whether this subscription's offer may have Azure OpenAI in the region at all: free and student
 * offers may not.
 */
export const accountSku: Rule = {
  name: "account-sku",
  part: "new account",
  async check({ config, azure }) {
    const { location } = config;
    const skus = (await azure.accountSkus()).filter((sku) => isOpenAiSku(sku, location));
    if (skus.length === 0)
      return problem("unknown", {
        code: "NotListed",
        message: `it is not known whether Azure OpenAI accounts can be created in ${location}`,
        cure: "look for Azure OpenAI in the portal's create page, or choose another rai-lab:location",
        evidence: `skus of the subscription: no OpenAI S0 in ${location}`,
      });
    const restriction = skus.flatMap((sku) => sku.restrictions ?? [])[0];
    const reason = restriction?.reasonCode ?? "no reason given";
    if (!restriction)
      return ok(
        `this subscription is allowed to create Azure OpenAI in ${location}`,
        `skus: OpenAI S0 in ${location} unrestricted`,
      );
    return problem("refused", {
      code: reason === "QuotaId" ? "SpecialFeatureOrQuotaIdRequired" : reason,
      message: `this subscription is not allowed to create Azure OpenAI in ${location}: Azure excludes its offer (${reason})`,
      cure: "use a pay-as-you-go or enterprise subscription: set ARM_SUBSCRIPTION_ID",
      evidence: `skus: OpenAI S0 in ${location} restricted, ${reason}`,
    });
  },
};

/** Azure writes these locations in capitals. */
const isOpenAiSku = (sku: ResourceSku, location: string): boolean =>
  sku.resourceType === "accounts" &&
  sku.kind === "OpenAI" &&
  sku.name === "S0" &&
  (sku.locations ?? []).some((place) => place.toLowerCase() === location);
