import { z } from "zod";
import { isOfferBlocked, isSubdomainFree } from "./accounts";
import { table } from "../tables";
import { parseBody, type RegionPath, type RouteContext } from "../arm/context";

const COGNITIVE = "/subscriptions/:subscription/providers/Microsoft.CognitiveServices";
const skuBody = z.looseObject({ kind: z.string(), skus: z.array(z.string()), type: z.string() });
const domainBody = z.looseObject({ subdomainName: z.string().min(1), type: z.string() });

/** Availability of kinds and SKUs of accounts, and of custom subdomains, before a creation. */
export function availabilityRoutes({ routes, world }: RouteContext): void {
  routes.get<RegionPath>(`${COGNITIVE}/skus`, "cognitiveservices/skus/read", (request) => {
    const value = ["OpenAI", "AIServices"].flatMap((kind) =>
      table(world, "regions").rows.map(({ name: region }) => ({
        resourceType: "accounts",
        name: "S0",
        tier: "Standard",
        kind,
        locations: [region.toUpperCase()],
        restrictions: isOfferBlocked(world, request.params.subscription, kind)
          ? [{ type: "Location", values: [region.toUpperCase()], reasonCode: "QuotaId" }]
          : [],
      })),
    );
    return { value, nextLink: null };
  });

  routes.post<RegionPath>(
    `${COGNITIVE}/locations/:location/checkSkuAvailability`,
    "cognitiveservices/checkSkuAvailability",
    (request) => {
      const { kind, skus, type } = parseBody(skuBody, request.body);
      const blocked = isOfferBlocked(world, request.params.subscription, kind);
      const value = skus.map((skuName) => {
        const skuAvailable = skuName === "S0" && !blocked;
        const message = `The SKU '${skuName}' of kind '${kind}' is not available to this subscription.`;
        return {
          kind,
          type,
          skuName,
          skuAvailable,
          ...(!skuAvailable && { reason: "NotAvailableForSubscription", message }),
        };
      });
      return { value };
    },
  );

  routes.post<RegionPath>(
    `${COGNITIVE}/checkDomainAvailability`,
    "cognitiveservices/checkDomainAvailability",
    (request) => {
      const { subdomainName, type } = parseBody(domainBody, request.body);
      const isSubdomainAvailable = isSubdomainFree(world, subdomainName);
      const reason = `Sub domain name '${subdomainName}' is already used. Please pick a different name.`;
      return {
        isSubdomainAvailable,
        subdomainName,
        type,
        ...(!isSubdomainAvailable && { reason }),
      };
    },
  );
}
