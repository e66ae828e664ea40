import { z } from "zod";
import { NotSimulated } from "../../core/errors";
import { routeOptions } from "../arm/actions";
import { parseBody, type GroupPath, type RouteContext } from "../arm/context";
import { isWithin, keyOf } from "../arm/ids";
import { requireGroup } from "../arm/write-request";
import { exportOptionsOf, exportTemplate } from "./export";

/*
 * @parity
 * - `exportTemplate` of a group: a template that changes nothing where it comes from; names are
 *   parameters, or texts, as the options say; at once; role assignments and locks are not in it —
 *   keys recorded (azure-cli's test of groups), options spec; names of parameters and what of a
 *   resource is in it guessed
 */

const exportBody = z.looseObject({
  resources: z.array(z.string()).default(["*"]),
  options: z.string().default(""),
  outputFormat: z.string().default("Json"),
});

/** The template that makes what a group has, or what of it a request names. */
export function exportRoutes({ app, world }: RouteContext): void {
  app.post<{ Params: GroupPath }>(
    "/subscriptions/:subscription/resourceGroups/:group/exportTemplate",
    routeOptions("resources/groups/exportTemplate"),
    (request, reply) => {
      const group = requireGroup(world, request.params.subscription, request.params.group);
      const { resources, options, outputFormat } = parseBody(exportBody, request.body);
      if (keyOf(outputFormat) !== "json")
        throw new NotSimulated(`the format ${outputFormat} of an export`);
      const named = resources.map(keyOf);
      const isWanted = (id: string): boolean =>
        named.some((one) => one === "*" || isWithin(keyOf(id), one));
      return reply.send({
        template: exportTemplate(world, group, isWanted, exportOptionsOf(options)),
      });
    },
  );
}
