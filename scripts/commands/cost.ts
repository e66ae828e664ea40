import type { LabConfig } from "../../infra/config";
import { readPrices } from "../class/plan";
import { OVERNIGHT_HOURS, WEEKEND_HOURS } from "../class/plan/money";
import { stackMoney, type StackMoney } from "../class/stack-money";
import { labCommand } from "../lib/shell/command";
import { table } from "../lib/shell/table";
import { amountText, basisLines } from "./money-text";
import { withSession } from "./stack/open-session";
import { priceListOf } from "./stack/price-list";
import { regionOf } from "./stack/region";
import { SPECS } from "./specs";

/** The document of `lab cost`. */
type CostDocument = StackMoney & {
  schema: "rai-lab/cost/1";
  stack: string;
  layout: LabConfig["layout"];
  region: string;
  /** Hours of a forgotten night and weekend. */
  hours: { overnight: number; weekend: number };
  /** After how long a cluster that no one uses stops. */
  clusterStopsAfterMinutes: number;
};

/** `lab cost`: what a stack costs by its settings, also before it exists. It asks no subscription. */
export const cost = labCommand(SPECS.cost, (args, console) =>
  withSession(args, console, async (session) => {
    const { config, stack } = session;
    const region = regionOf(session);
    const now = (await session.clock()).now();
    const prices = await readPrices(priceListOf(args.local, now), region, config);
    const document: CostDocument = {
      schema: "rai-lab/cost/1",
      stack: stack.name,
      layout: config.layout,
      region,
      hours: { overnight: OVERNIGHT_HOURS, weekend: WEEKEND_HOURS },
      clusterStopsAfterMinutes: config.databricks.autoterminationMinutes,
      ...stackMoney(config, region, prices),
    };
    const text = costText(document, config.classStack, console.width);
    return { document, text, exitCode: 0 };
  }),
);

function costText(document: CostDocument, classStack: string | undefined, width: number): string {
  const { stack, layout, region, hours, clusterStopsAfterMinutes } = document;
  const stops = `clusters stop after ${clusterStopsAfterMinutes} minutes`;
  const rows = [
    ["an hour of work", amountText(document.workingHour), "every cluster on"],
    ["an idle hour", amountText(document.idleHour), "no cluster on"],
    [
      "a forgotten night",
      amountText(document.forgottenOvernight),
      `${hours.overnight} hours; ${stops}`,
    ],
    [
      "a forgotten weekend",
      amountText(document.forgottenWeekend),
      `${hours.weekend} hours; ${stops}`,
    ],
    [
      "tokens of an hour",
      amountText(document.tokensHourAtMost),
      "at most: the whole quota, all of it output",
    ],
  ];
  const rest =
    classStack === undefined ? [] : [`  and what all its seats share: npx lab cost ${classStack}`];
  return [
    `${stack} (layout ${layout}) in ${region}, at list prices: an estimate, never a bill`,
    "",
    table(["", "costs", "while"], rows, width),
    "",
    ...basisLines(document),
    ...rest,
  ].join("\n");
}
