import { LabError } from "../../../../infra/errors";
import type { Clock } from "../../../base/clock";
import { type Allowance, minutesText, type SeatMinutes, useOf } from "../../../class/allowance";
import type { SeatState } from "../../../class/seat-state";
import type { Console } from "../../../lib/shell/console";
import { gatherEvidence } from "../../stack/evidence";
import type { StackResult, StackWork } from "../fleet/stack-jobs";
import { type ClusterState, Clusters } from "../open/clusters";
import type { OpenClass } from "../open/open-class";
import { readMinutes } from "./read-minutes";

/** What it takes to hold the seats of a class to their minutes. */
export interface ClassAllowance {
  allowance: Allowance;
  clusters: Clusters;
  clock: Clock;
}

/** Undefined where the class has no allowance. */
export async function allowanceOf({
  record: { allowance },
  cloud,
}: OpenClass): Promise<ClassAllowance | undefined> {
  if (!allowance) return undefined;
  return { allowance, clusters: new Clusters(await cloud.azure()), clock: await cloud.clock() };
}

/** What became of a seat that was held to its minutes. */
interface Applied {
  minutes: SeatMinutes;
  cluster: ClusterState;
  /** What was changed, for people. */
  acts: string[];
}

/**
 * Holds a seat to its minutes of today. Where they are used up, its student loses the right to start
 * the cluster, which is then stopped; where some are left, on the next day above all, the student gets
 * the right back. Undefined for a stack without a cluster.
 * @throws LabError `cloud` where the minutes are unknown: then nothing is changed
 */
async function applyAllowance(
  { allowance, clusters, clock }: ClassAllowance,
  outputs: Record<string, unknown>,
  signal: AbortSignal,
): Promise<Applied | undefined> {
  const found = await readMinutes(clusters, outputs, allowance, clock.now());
  if (!found) return undefined;
  const { right, ...minutes } = found;
  const use = useOf(minutes);
  if (use === "unknown") throw unknownMinutes();
  const mayStart = use !== "used up";
  const isChanged = right !== undefined && right.mayStart !== mayStart;
  // The right first: a cluster that stops could be started again.
  if (isChanged) await right.set(mayStart);
  const before = await clusters.read(outputs);
  const move = moveOf(before.state, mayStart);
  const cluster = move ? await clusters[move](outputs, clock, signal) : before;
  const isStopped = !mayStart && before.state !== "stopped" && cluster.state === "stopped";
  const acts = [
    isStopped && "stopped",
    isChanged && mayStart && "may be started again",
    isChanged && !mayStart && `not to be started until midnight (${allowance.zone})`,
    isStopped && !right && "its user manages the cluster, and can start it again",
  ].filter((act) => act !== false);
  return {
    minutes: { ...minutes, mayStart: right ? mayStart : null },
    cluster,
    acts,
  };
}

/** What a cluster is waited for or brought to, so that it neither starts nor stops. */
function moveOf(state: SeatState, mayRun: boolean): "start" | "stop" | undefined {
  if (!mayRun || state === "stopping") return "stop";
  return state === "starting" ? "start" : undefined;
}

const unknownMinutes = (): LabError =>
  new LabError("cloud", "its minutes of today are unknown: the log of its cluster has no end", {
    cure: "look at the event log of the cluster in the workspace; bringing up a new cluster begins a new one",
  });

/** Holds one seat to its minutes of today; a stack without a cluster is left alone. */
export const allowanceWork =
  (allowance: ClassAllowance): StackWork =>
  async (cloud, stack, console, { signal }) => {
    const { recorded } = await gatherEvidence(await cloud.open({ stack }));
    const applied = await applyAllowance(allowance, recorded?.outputs ?? {}, signal);
    return applied ? resultOf(stack, applied, console) : { state: "gone" };
  };

function resultOf(
  stack: string,
  { minutes, cluster: { state, reason }, acts }: Applied,
  console: Pick<Console, "note">,
): StackResult {
  if (acts.length > 0) console.note(`${stack}: ${minutesText(minutes)}: ${acts.join(", ")}`);
  const detail = { minutes };
  if (state === "ready" || state === "stopped") return { state, detail };
  return {
    state: "unhealthy",
    failure: { code: "cluster-unfit", message: reason ?? state },
    detail,
  };
}

/**
 * As `work`, which gives a student the right to start the cluster that their settings say: afterwards
 * it is taken again where the minutes of today are used up.
 */
export const withinAllowance =
  (allowance: ClassAllowance | undefined, work: StackWork): StackWork =>
  async (...given) => {
    const done = await work(...given);
    if (!allowance || done.state !== "ready") return done;
    const held = await allowanceWork(allowance)(...given);
    if (held.state === "gone" || held.state === "ready") return done;
    return { ...held, detail: { ...done.detail, ...held.detail } };
  };

/** As `work`, which starts the cluster of a seat: not where the minutes of today are used up. */
export const beforeStart =
  (allowance: ClassAllowance | undefined, work: StackWork): StackWork =>
  async (...given) => {
    if (!allowance) return work(...given);
    const { detail } = await allowanceWork(allowance)(...given);
    const minutes = detail?.minutes;
    if (!minutes || useOf(minutes) !== "used up") return work(...given);
    return {
      state: "failed",
      failure: {
        code: "used-up",
        message: `${minutesText(minutes)}: not started`,
        cure: "wait until midnight, or plan the class again with more --minutes-a-day",
      },
      detail,
    };
  };
