import { routeOptions } from "../arm/actions";
import { parseFilter } from "../arm/filter";
import { regionOf } from "../arm/ids";
import { requireOfferedRegion } from "../arm/write-request";
import { table } from "../tables";
import type { RegionPath, RouteContext } from "../arm/context";

/*
 * @parity
 * - Compute usages, SKUs and sizes are seeded tables; running clusters do not add to the used cores
 *   — sizes with their disks documented; the rest guessed
 */

/** Azure's figure for every size. */
const MAX_OS_DISK_MB = 1047552;

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

  app.get<{ Params: RegionPath }>(
    `${COMPUTE}/locations/:location/vmSizes`,
    routeOptions("compute/vmSizes/read"),
    (request, reply) => {
      const region = regionOf(request.params.location);
      requireOfferedRegion(world, region, "locations/vmSizes");
      const value = table(world, "vm-sizes")
        .sizes.filter(({ regions }) => regions.includes(region))
        .map(({ name, vCPUs, memoryGB, tempDiskGB, dataDisks }) => ({
          name,
          numberOfCores: vCPUs,
          osDiskSizeInMB: MAX_OS_DISK_MB,
          resourceDiskSizeInMB: tempDiskGB && tempDiskGB * 1024,
          memoryInMB: memoryGB * 1024,
          maxDataDiskCount: dataDisks,
        }));
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
