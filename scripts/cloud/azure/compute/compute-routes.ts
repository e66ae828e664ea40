import { routeOptions } from "../arm/actions";
import { parseFilter } from "../arm/filter";
import { regionOf } from "../arm/ids";
import { table } from "../tables";
import type { RegionPath, RouteContext } from "../arm/context";

const COMPUTE = "/subscriptions/:subscription/providers/Microsoft.Compute";

/** Core quotas and VM sizes, read-only. The used cores are seeded, not counted from clusters. */
export function computeRoutes({ app, world }: RouteContext): void {
  app.get<{ Params: RegionPath }>(
    `${COMPUTE}/locations/:location/usages`,
    routeOptions("compute/usages/read"),
    (_request, reply) => {
      const value = Object.entries(table(world, "vm-sizes").quotas).map(
        ([name, { label, limit, current }]) => ({
          name: { value: name, localizedValue: label },
          currentValue: current ?? 0,
          limit,
          unit: "Count",
        }),
      );
      return reply.send({ value });
    },
  );

  app.get<{ Params: RegionPath; Querystring: { $filter?: string } }>(
    `${COMPUTE}/skus`,
    routeOptions("compute/skus/read", "$filter"),
    (request, reply) => {
      // Azure, too, supports only a filter by region.
      const filter = parseFilter(request.query.$filter ?? "", ["location"]).get("location");
      const value = table(world, "vm-sizes").sizes.flatMap((size) =>
        size.regions
          .filter((region) => filter === undefined || region === regionOf(filter))
          .map((region) => ({
            resourceType: "virtualMachines",
            name: size.name,
            tier: "Standard",
            size: size.name.replace(/^Standard_/, ""),
            family: size.family,
            locations: [region],
            locationInfo: [{ location: region, zones: ["1", "2", "3"], zoneDetails: [] }],
            capabilities: [
              { name: "vCPUs", value: String(size.vCPUs) },
              { name: "MemoryGB", value: String(size.memoryGB) },
            ],
            restrictions: size.restricted?.includes(region)
              ? [
                  {
                    type: "Location",
                    values: [region],
                    restrictionInfo: { locations: [region] },
                    reasonCode: "NotAvailableForSubscription",
                  },
                ]
              : [],
          })),
      );
      return reply.send({ value });
    },
  );
}
