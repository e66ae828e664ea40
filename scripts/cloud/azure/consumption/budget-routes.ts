import { createHash } from "node:crypto";
import { z } from "zod";
import { ApiError } from "../../core/errors";
import type { World } from "../../core/world";
import { routeOptions } from "../arm/actions";
import { resourceIdOf } from "../arm/request-url";
import type { Budget } from "../entities";
import { isWithin, keyOf, subscriptionOf } from "../arm/ids";
import { azureStore } from "../store";
import { refuse } from "../refusals";
import { table } from "../tables";
import { looseNumber, parseBody, type RouteContext } from "../arm/context";
import { extendedScope, SCOPE_PATHS } from "../arm/scopes";

/*
 * @parity
 * - Budgets (Microsoft.Consumption): 201 then 200, an end ten years on, `currentSpend` always 0; a
 *   start that is no first of a month, or in a month that is over, is 400 — documented; end, code
 *   and texts guessed
 * - Another start for an existing budget is 400 with Azure's text; a start more than 12 months ahead
 *   is 400; offers in `settings.offersWithoutBudgets` are 400 — reported (CanadaPubSecALZ 317,
 *   azurerm 12121); offers and their text general knowledge
 * - `category` and `timeGrain` of a budget in any case, as az sends them — recorded; the words spec
 * - A budget is changed without `eTag` (Azure's pages want one) — guessed
 */

/*
 * @not-simulated
 * - alerts of budgets
 */

/** One of several words, which az sends in lower case, as Azure spells it. */
const oneOf = (...words: string[]) =>
  z.preprocess(
    (value) => words.find((word) => keyOf(word) === keyOf(String(value))) ?? value,
    z.enum(words),
  );

const putBody = z.looseObject({
  properties: z.looseObject({
    amount: looseNumber(z.number().positive()),
    category: oneOf("Cost", "Usage", "ReservationUtilization"),
    timeGrain: oneOf(
      ...["Monthly", "Quarterly", "Annually"],
      ...["BillingMonth", "BillingQuarter", "BillingAnnual", "Last7Days", "Last30Days"],
    ),
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
        requireOffer(world, id);
        if (known) requireSameStart(known, properties);
        else requireValidPeriod(world, properties);
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

/** @throws ApiError when the subscription's offer has no Cost Management */
export function requireOffer(world: World, id: string): void {
  const subscription = subscriptionOf(id);
  const offer = azureStore(world).subscriptions.get(keyOf(subscription))?.quotaId ?? "";
  if (table(world, "settings").offersWithoutBudgets.includes(offer))
    refuse(
      world,
      budgetRefusal(
        "Cost Management supports only Enterprise Agreement, Web direct and Microsoft Customer " +
          `Agreement offer types. Subscription ${subscription} is of offer type ${offer}.`,
      ),
    );
}

/** @throws ApiError for another start than that of the existing budget */
function requireSameStart(known: Budget, { timePeriod }: Properties): void {
  const before = known.properties["timePeriod"] as Properties["timePeriod"];
  if (Date.parse(before.startDate) === Date.parse(timePeriod.startDate)) return;
  throw budgetRefusal(
    "Start date of budgets cannot be updated. Please delete and create a new budget.",
  );
}

/** @throws ApiError for a new budget that starts in a past month, or more than a year ahead */
function requireValidPeriod(world: World, { timePeriod: { startDate } }: Properties): void {
  const refuseFor = (reason: string): void =>
    refuse(world, budgetRefusal(`Invalid budget configuration: ${reason}`));
  if (startDate.slice(8, 10) !== "01") refuseFor("Start date must be the first of a month.");
  const monthsAhead = monthOf(new Date(startDate)) - monthOf(world.clock.date());
  if (monthsAhead < 0) refuseFor("Start date must not be before the current month.");
  if (monthsAhead > 12) refuseFor("Start date must not be more than 12 months ahead.");
}

/** Cost Management repeats the status as the code. */
const budgetRefusal = (message: string): ApiError => new ApiError(400, "400", message);

/** Months since the year 0. */
const monthOf = (date: Date): number => date.getUTCFullYear() * 12 + date.getUTCMonth();

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Azure's default of a budget's end. */
const tenYearsAfter = (date: string): string => `${Number(date.slice(0, 4)) + 10}${date.slice(4)}`;
