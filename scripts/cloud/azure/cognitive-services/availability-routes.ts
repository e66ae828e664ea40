import { z } from "zod";
import { isOfferBlocked, isSubdomainFree } from "./accounts";
import { MODEL_KINDS } from "./kinds";
import { routeOptions } from "../arm/actions";
import { table } from "../tables";
import { parseBody, type RegionPath, type RouteContext } from "../arm/context";

/*
 * @parity
 * - `checkSkuAvailability`, `checkDomainAvailability`, `skus` — spec
 */

const COGNITIVE = "/subscriptions/:subscription/providers/Microsoft.CognitiveServices";
const skuBody = z.looseObject({ kind: z.string(), skus: z.array(z.string()), type: z.string() });
const domainBody = z.looseObject({ subdomainName: z.string().min(1), type: z.string() });

/** Availability of kinds and SKUs of accounts, and of custom subdomains, before a creation. */
export function availabilityRoutes({ app, world }: RouteContext): void {
  app.get<{ Params: RegionPath }>(
    `${COGNITIVE}/skus`,
    routeOptions("cognitiveservices/skus/read"),
    (request, reply) => {
      const value = MODEL_KINDS.flatMap((kind) =>
        table(world, "regions").rows.map(({ name: region }) => ({
          resourceType: "accounts",
          name: "S0",
          tier: "Standard",
          kind,
          locations: [region.toUpperCase()],
          locationInfo: [{ location: region.toUpperCase(), zones: [], zoneDetails: [] }],
          restrictions: isOfferBlocked(world, request.params.subscription, kind)
            ? [{ type: "Location", values: [region.toUpperCase()], reasonCode: "QuotaId" }]
            : [],
        })),
      );
      return reply.send({ value });
    },
  );

  app.post<{ Params: RegionPath }>(
    `${COGNITIVE}/locations/:location/checkSkuAvailability`,
    routeOptions("cognitiveservices/checkSkuAvailability"),
    (request, reply) => {
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
      return reply.send({ value });
    },
  );

  app.post<{ Params: RegionPath }>(
    `${COGNITIVE}/checkDomainAvailability`,
    routeOptions("cognitiveservices/checkDomainAvailability"),
    (request, reply) => {
      const { subdomainName, type } = parseBody(domainBody, request.body);
      const isSubdomainAvailable = isSubdomainFree(world, subdomainName);
      const reason = `Sub domain name '${subdomainName}' is already used. Please pick a different name.`;
      return reply.send({
        isSubdomainAvailable,
        subdomainName,
        type,
        ...(!isSubdomainAvailable && { reason }),
      });
    },
  );
}
