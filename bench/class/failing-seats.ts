import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { FaultPlan } from "../../scripts/cloud/core/faults";
import { leftIn } from "./counts";
import { failedOf, LocalClass } from "./local-class";

/** What became of a class some of whose calls the cloud refused for good. */
export interface FailingRun {
  planned: number;
  /** Seats that failed in the first `up`. */
  failed: number;
  /** Of those, the ones that no refusal was planned for: none may be. */
  harmed: number;
  /** Failed seats that `recover` and another `up` did not end. */
  unrecovered: number;
  /** Accounts, deployments, groups and the like after the destroy. */
  left: number;
}

const SHARE = 0.05;
/** Each seat makes one of these calls. */
const POINTS = [
  "resources/groups/write",
  "cognitiveservices/accounts/write",
  "cognitiveservices/accounts/deployments/write",
  "cognitiveservices/accounts/listKeys",
  "databricks/workspaces/write",
];

/** Refuses one call of one seat in twenty, at points drawn with the seed. */
export async function runWithFailures(seats: number, seed: number): Promise<FailingRun> {
  const local = await LocalClass.open({ seats });
  try {
    const random = xoroshiro128plus(seed);
    const planned = Math.ceil(SHARE * seats);
    const refusals = new Set<string>();
    while (refusals.size < planned) {
      const point = POINTS[uniformInt(random, 0, POINTS.length - 1)]!;
      refusals.add(`${point} ${uniformInt(random, 1, seats)}`);
    }
    const refuse: FaultPlan = (operation, nth) =>
      refusals.has(`${operation} ${nth}`)
        ? { status: 403, code: "RequestDisallowed", message: "refused by the bench" }
        : undefined;
    local.cloud.world.faults.follow(refuse);
    const failed = failedOf(await local.fleet("up", local.stacks));
    const harmed = failed.filter(({ reason }) => reason?.includes("refused by the bench") !== true);
    local.cloud.world.faults.follow(undefined);
    const stacks = failed.map(({ stack }) => stack);
    const recovered = failedOf(await local.fleet("recover", stacks));
    const again = failedOf(await local.fleet("up", stacks));
    await local.fleetOrThrow("destroy", local.stacks);
    const left = leftIn(local.cloud.world);
    return {
      planned,
      failed: failed.length,
      harmed: harmed.length,
      unrecovered: recovered.length + again.length,
      left,
    };
  } finally {
    await local.close();
  }
}
