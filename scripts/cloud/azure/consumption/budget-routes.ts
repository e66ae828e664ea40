import { createHash } from "node:crypto";
import { z } from "zod";
import { ApiError } from "../../core/errors";
import { routeOptions } from "../arm/actions";
import { resourceIdOf } from "../arm/app";
import type { Budget } from "../entities";
import { isWithin, keyOf } from "../arm/ids";
import { azureStore } from "../store";
import { parseBody, type RouteContext } from "../arm/context";
import { extendedScope, SCOPE_PATHS } from "../arm/scopes";

const putBody = z.looseObject({
  properties: z.looseObject({
    amount: z.number().positive(),
    category: z.string(),
    timeGrain: z.string(),
    timePeriod: z.looseObject({
      startDate: z.iso.datetime(),
      endDate: z.iso.datetime().optional(),
    }),
    notifications: z
      .record(z.string(), z.looseObject({ contactEmails: z.array(z.string()).max(50) }))
      .optional(),
  }),
});
type Properties = z.infer<typeof putBody>["properties"];

/** Budgets: create, update, read, delete, list. Nothing is spent here, so none raises an alert. */
export function budgetRoutes({ app, world }: RouteContext): void {
  const { budgets } = azureStore(world);
  for (const scope of SCOPE_PATHS.slice(0, 2)) {
    const list = `${scope}/providers/Microsoft.Consumption/budgets`;
    const path = `${list}/:name`;

    app.put<{ Params: { name: string } }>(
      path,
      routeOptions("consumption/budgets/write"),
      (request, reply) => {
        const id = resourceIdOf(request);
        const { properties } = parseBody(putBody, request.body);
        const known = budgets.get(keyOf(id));
        requireValidPeriod(properties, known ? undefined : world.clock.iso());
        const { startDate, endDate = tenYearsAfter(startDate) } = properties.timePeriod;
        const budget = budgets.put(keyOf(id), {
          id,
          name: request.params.name,
          scope: extendedScope(id),
          properties: { ...properties, timePeriod: { startDate, endDate } },
        });
        return reply.status(known ? 200 : 201).send(present(budget));
      },
    );

    app.get<{ Params: { name: string } }>(
      path,
      routeOptions("consumption/budgets/read"),
      (request, reply) => {
        const budget = budgets.get(keyOf(resourceIdOf(request)));
        if (budget) return reply.send(present(budget));
        throw new ApiError(404, "NotFound", `Budget '${request.params.name}' is not found.`);
      },
    );

    app.delete(path, routeOptions("consumption/budgets/delete"), (request, reply) =>
      reply.status(budgets.delete(keyOf(resourceIdOf(request))) ? 200 : 204).send(),
    );

    app.get(list, routeOptions("consumption/budgets/read"), (request, reply) => {
      const at = keyOf(extendedScope(resourceIdOf(request)));
      return reply.send({
        value: budgets
          .values()
          .filter((budget) => isWithin(keyOf(budget.scope), at))
          .map(present),
      });
    });
  }
}

const present = (budget: Budget) => ({
  id: budget.id,
  name: budget.name,
  type: "Microsoft.Consumption/budgets",
  eTag: `"${sha256(JSON.stringify(budget.properties)).slice(0, 16)}"`,
  properties: { ...budget.properties, currentSpend: { amount: 0, unit: "USD" } },
});

/** `now` is undefined for an existing budget, which may start in the past. @throws ApiError 400 */
function requireValidPeriod(
  { timePeriod: { startDate } }: Properties,
  now: string | undefined,
): void {
  const invalid = (reason: string): ApiError =>
    new ApiError(400, "400", `Invalid budget configuration: ${reason}`);
  if (startDate.slice(8, 10) !== "01") throw invalid("Start date must be the first of a month.");
  if (now !== undefined && startDate.slice(0, 7) < now.slice(0, 7))
    throw invalid("Start date must not be before the current month.");
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Azure's default of a budget's end. */
const tenYearsAfter = (date: string): string => `${Number(date.slice(0, 4)) + 10}${date.slice(4)}`;
