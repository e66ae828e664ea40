import { z } from "zod";
import { ApiError } from "../../core/errors";
import { routeOptions } from "../arm/actions";
import { resourceIdOf } from "../arm/request-url";
import { parseBody, type RouteContext } from "../arm/context";
import { requireOffer } from "../consumption/budget-routes";

/*
 * @parity
 * - `Microsoft.CostManagement/query`: the columns that are asked for, and no row, because nothing is
 *   billed here; the role action is `query/read`, which Reader has; offers as for budgets — columns
 *   reported (azure-cost-cli), offers reported (azure-cost-cli 24, AzGovViz 49), role action
 *   documented; the text of a missing period guessed
 */

/*
 * @not-simulated
 * - retail prices
 */

const grouping = z.object({ type: z.enum(["Dimension", "TagKey"]), name: z.string() });
const question = z.looseObject({
  type: z.enum(["Usage", "ActualCost", "AmortizedCost"]),
  timeframe: z.string(),
  timePeriod: z.object({ from: z.iso.datetime(), to: z.iso.datetime() }).optional(),
  dataset: z.looseObject({
    aggregation: z.record(z.string(), z.object({ name: z.string(), function: z.string() })),
    grouping: z.array(grouping).max(2).optional(),
  }),
});

/**
 * The question of Cost Management for one subscription. Nothing is billed here, so that an answer has
 * the columns that were asked for, and no row.
 */
export function costQueryRoutes({ app, world }: RouteContext): void {
  app.post(
    "/subscriptions/:subscriptionId/providers/Microsoft.CostManagement/query",
    routeOptions("costmanagement/query"),
    (request, reply) => {
      const { timeframe, timePeriod, dataset } = parseBody(question, request.body);
      if (timeframe === "Custom" && !timePeriod)
        throw new ApiError(400, "BadRequest", "The time period is required for timeframe Custom.");
      const id = resourceIdOf(request);
      requireOffer(world, id);
      const sums = Object.values(dataset.aggregation).map(({ name }) => column(name, "Number"));
      const groups = (dataset.grouping ?? []).flatMap(({ type, name }) =>
        type === "Dimension" ? [column(name)] : [column("TagKey"), column("TagValue")],
      );
      const columns = [...sums, ...groups, column("Currency")];
      const type = "Microsoft.CostManagement/query";
      const name = world.random.guid();
      return reply.send({
        id: `${id}/${name}`,
        name,
        type,
        properties: { nextLink: null, columns, rows: [] },
      });
    },
  );
}

const column = (name: string, type = "String") => ({ name, type });
