import { LabError } from "../../../infra/errors";
import { minutesText, type SeatMinutes, useOf } from "../../class/allowance";
import type { SeatState } from "../../class/seat-state";
import type { Plan, StepEvent } from "../../engine/engine";
import { previewChange } from "../stack/data-loss";
import { countsText, refuseFailures } from "../stack/engine-report";
import { gatherEvidence, hasNames, refuseElsewhere } from "../stack/evidence";
import { changesText, OutsideChanges } from "../stack/outside-changes";
import {
  allowanceOf,
  allowanceWork,
  type ClassAllowance,
  withinAllowance,
} from "./allowance/apply-allowance";
import { readMinutes } from "./allowance/read-minutes";
import { classCommand } from "./fleet/class-command";
import { Clusters } from "./open/clusters";
import { sweepInstructors } from "./instructors/rights";
import { seatsOf } from "./open/open-class";
import { CLASS_SPECS } from "./specs";
import { type StackResult, type StackWork, upWork } from "./fleet/stack-jobs";
import { writeStackSettings } from "./open/stack-settings";
import { UP } from "./up";

/** In which way a seat is not as it should be; neither where it is. */
interface Differences {
  /** An `up` brings it in order. */
  unfit?: string | undefined;
  /** It is not held to its minutes of today, or held although some are left. */
  minutes?: string | undefined;
}

/**
 * Reads every resource of a stack from the cloud, and asks what an `up` would change. It changes
 * nothing in the cloud.
 */
async function compare(
  clusters: Clusters,
  allowance: ClassAllowance | undefined,
  ...[cloud, stack, , { say, signal }]: Parameters<StackWork>
): Promise<Differences> {
  const handle = await cloud.open({ stack });
  const { configuration } = handle;
  if (configuration instanceof LabError) throw configuration;
  const evidence = await gatherEvidence(handle);
  if (!hasNames(evidence.recorded)) return { unfit: "it is not brought up" };
  await refuseElsewhere(handle, evidence);
  const outside = new OutsideChanges();
  say("reading its resources");
  const read = await handle.engine.refresh(handle.stack, outside.refreshing({ signal }));
  refuseFailures(read, "reading the stack's resources", "run it again once the cloud answers");
  const { outputs } = evidence.recorded;
  const minutes =
    allowance && (await readMinutes(clusters, outputs, allowance.allowance, allowance.clock.now()));
  const plan = await previewChange(handle);
  const isHeld = minutes?.mayStart === false && plan.steps.some(isHold);
  if (changesOf(plan) > Number(isHeld)) {
    const changes = [countsText(plan.counts), changesText(outside.changed)].filter(Boolean);
    return { unfit: `an up would change it: ${changes.join("; changed outside: ")}` };
  }
  if (!("clusterId" in outputs)) return {};
  const { state, reason } = await clusters.read(outputs);
  if (state === "unhealthy") return { unfit: reason ?? state };
  return { minutes: minutes && minutesProblem(minutes, state) };
}

/**
 * What a stack's settings say of its cluster's permissions, and a day's allowance has changed. Who
 * else was given a level there by hand meanwhile is seen on the next day.
 */
const isHold = ({ type, name, operation }: StepEvent): boolean =>
  type === "databricks:index/permissions:Permissions" &&
  name === "compute-permissions" &&
  operation === "update";

function minutesProblem(minutes: SeatMinutes, state: SeatState): string | undefined {
  const text = minutesText(minutes);
  switch (useOf(minutes)) {
    case "unknown":
      return text;
    case "used up":
      if (state !== "stopped") return `${text}, and its cluster is ${state}`;
      return minutes.mayStart ? `${text}, and its student may still start it` : undefined;
    default:
      return minutes.mayStart === false ? `${text}, and its student may not start it` : undefined;
  }
}

const changesOf = ({ counts: { create, update, replace, delete: deleted } }: Plan): number =>
  create + update + replace + deleted;

const unfit = (message: string): StackResult => ({
  state: "unhealthy",
  failure: { code: "cluster-unfit", message, cure: "add --fix, which brings it up again" },
});

const overdrawn = (message: string): StackResult => ({
  state: "unhealthy",
  failure: { code: "minutes", message, cure: "lab class stop --used-up, or add --fix" },
});

/**
 * `lab class verify`: compares every seat with its settings and its minutes of today; with --fix it
 * mends what differs. Then it also removes the instructors whose time is over.
 */
export const classVerify = classCommand(
  CLASS_SPECS["class verify"],
  async (opened, args, console) => {
    const { record, cloud } = opened;
    const seats = seatsOf(record, args.seat);
    writeStackSettings(record, seats, console);
    const clusters = new Clusters(await cloud.azure());
    const allowance = await allowanceOf(opened);
    const verify: StackWork = async (...given) => {
      const found = await compare(clusters, allowance, ...given);
      if (found.unfit !== undefined) return unfit(found.unfit);
      return found.minutes === undefined ? { state: "ready" } : overdrawn(found.minutes);
    };
    const fix: StackWork = async (...given) => {
      const found = await compare(clusters, allowance, ...given);
      if (found.unfit !== undefined) return withinAllowance(allowance, upWork)(...given);
      if (found.minutes === undefined || !allowance) return { state: "ready" };
      return allowanceWork(allowance)(...given);
    };
    const isSweep = args.fix && args.seat === undefined;
    return {
      swept: isSweep ? await sweepInstructors(opened, (await cloud.clock()).now()) : undefined,
      verb: { ...UP, name: "verify", work: args.fix ? fix : verify },
      seats,
      wanted: ["ready", "stopped"],
    };
  },
);
