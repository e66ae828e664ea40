import { LabError } from "../../../../infra/errors";
import { halfStack } from "../../../class/class-record";
import { planClass, readSupply } from "../../../class/plan";
import type { PriceList } from "../../../prices";
import type { OpenClass } from "../open/open-class";
import { templateOf } from "../open/template";

const noPrices: PriceList = () => Promise.resolve({ unknown: "prices are not asked for" });

/**
 * Refuses to begin what a plan allowed and the subscription does not any more: somebody else took
 * the quota, or the settings ask for more. What is not known does not stop it.
 * @throws LabError `cloud` with the arithmetic; `config`
 */
export async function refuseUnfit({ record, cloud }: OpenClass): Promise<void> {
  const { name, layout } = record;
  const config = templateOf(name);
  const seats = record.seats.filter(({ removed }) => !removed);
  const regions = [...new Set(seats.map(({ location }) => location ?? config.location))];
  const supply = await readSupply({
    session: await cloud.azure(),
    config,
    stacks: [halfStack(name), ...seats.map(({ stack }) => stack)],
    regions,
    now: (await cloud.clock()).now(),
    prices: noPrices,
  });
  const demand = { seats, config, layout, regions, hours: 1, atOnce: 1 };
  const { feasible, reasons, change } = planClass(demand, supply);
  if (feasible !== false) return;
  const again = `npx lab class plan ROSTER --name ${name}`;
  throw new LabError("cloud", `class ${name} does not fit any more: ${reasons.join("; ")}`, {
    where: name,
    cure: [change?.text, again].filter(Boolean).join("; then "),
  });
}
