import * as path from "node:path";
import { LabError } from "../../../../infra/errors";
import pLimit from "p-limit";
import { type ClassRecord, halfStack, type SeatRecord } from "../../../class/class-record";
import type { ClassStatus, SeatFailure, SeatStatus } from "../../../class/class-status";
import { UNKNOWN_USER } from "../../../class/find-class";
import {
  type ChangeLine,
  type JournalContents,
  journalOf,
  readJournal,
} from "../../../class/fleet";
import { peopleOf } from "../../../class/instructors";
import { type SeatState, summaryOf } from "../../../class/seat-state";
import { lastSweep, sweepOf } from "../../../class/sweep";
import type { RecordedState } from "../../../engine/engine";
import type { Props } from "../../../engine/plugin";
import { shownOutputs } from "../../../engine/state/wire";
import { refusalOf } from "../../../lib/azure/errors";
import { gatherEvidence, hasNames } from "../../stack/evidence";
import type { StackHandle } from "../../stack/session";
import { readMinutes } from "../allowance/read-minutes";
import { type Clusters, ClustersReadOnce } from "../open/clusters";
import { listInstructors } from "../instructors/rights";
import { priceListOf } from "../../stack/price-list";
import { billingOf, type KnownBilling } from "./read-billed";
import { SeatCosts } from "./seat-costs";
import { lastVerdict } from "./last-verdict";
import type { OpenClass } from "../open/open-class";
import { type AnswerCounts, savedAnswers } from "./saved-answers";

/** How many stacks are looked at at once. */
const AT_ONCE = 8;

/** What one look at a class leaves for the next one. */
export interface Known {
  /** Answers counted before; what is counted now is added. */
  counts: AnswerCounts;
  billing?: KnownBilling;
}

/** Looks at every stack of a class: its state, and its cluster's where it has one. */
export async function readClassStatus(
  opened: OpenClass,
  known: Known = { counts: new Map() },
): Promise<ClassStatus> {
  const { record, cloud, folder } = opened;
  const { counts } = known;
  const clusters = new ClustersReadOnce(await cloud.azure());
  const journal = readJournal(journalOf(folder));
  const now = (await cloud.clock()).now();
  const costs = new SeatCosts(priceListOf(cloud.connection !== undefined, now), clusters, now);
  const limit = pLimit(AT_ONCE);
  const look = (seat: SeatRecord): Promise<SeatStatus> =>
    limit(async () => {
      const handle = await cloud.open({ stack: seat.stack });
      return readSeat(record, seat, handle, { clusters, journal, costs, counts, now });
    });
  const half = halfOf(record);
  const [seats, managers] = await Promise.all([
    Promise.all(record.seats.map(look)),
    listInstructors(opened),
  ]);
  const shared = half ? await look(half) : null;
  const looked = { half: shared, seats };
  known.billing = await billingOf(await cloud.azure(), looked, now, known.billing);
  const { until, unknown, bills } = known.billing;
  const withBill = (seat: SeatStatus): SeatStatus => ({
    ...seat,
    billed: bills.get(seat.stack) ?? null,
  });
  return {
    class: record.name,
    layout: record.layout,
    where: record.cloud === "local" ? "local cloud" : "Azure",
    asOf: new Date(now).toISOString(),
    readyBy: record.readyBy ?? null,
    allowance: record.allowance ?? null,
    instructors: peopleOf(managers, now),
    unknownInstructors: managers
      .filter(({ failure }) => failure !== null)
      .map(({ stack }) => stack),
    billing: { until, unknown },
    sweep: sweepOf(lastSweep(folder), [shared ?? [], seats].flat(), now),
    half: shared && withBill(shared),
    seats: seats.map(withBill),
    summary: summaryOf(seats),
  };
}

/** The class half as a seat without a person; undefined in the isolated layout. */
function halfOf({ name, layout }: ClassRecord): SeatRecord | undefined {
  if (layout === "isolated") return undefined;
  return { slug: name, stack: halfStack(name), userName: "" };
}

/** What was found out about a stack. */
interface Found {
  state: SeatState;
  reason: string | null;
  failure?: SeatFailure | null;
  ready?: string | null;
}

/** What is asked about stacks. */
interface Sources {
  clusters: Clusters;
  journal: JournalContents | undefined;
  costs: SeatCosts;
  counts: AnswerCounts;
  /** Milliseconds, by the cloud's clock. */
  now: number;
}

async function readSeat(
  record: ClassRecord,
  seat: SeatRecord,
  handle: StackHandle,
  { clusters, journal, costs, counts, now }: Sources,
): Promise<SeatStatus> {
  const { recorded, unreadable } = await gatherEvidence(handle);
  const last = journal?.last.get(seat.stack);
  const found =
    ongoing(last, journal) ??
    unreadState(unreadable) ??
    unmade(recorded, last) ??
    (await standing(recorded!, seat, clusters));
  const outputs = recorded?.outputs ?? {};
  const saved = await savedAnswers(clusters, outputs, counts).catch(notRead);
  return {
    slug: seat.slug,
    stack: seat.stack,
    state: found.state,
    reason: found.reason,
    failure: found.failure ?? null,
    name: seat.name ?? null,
    userName: knownUser(seat),
    ready: found.ready ?? null,
    signInUrl: signInUrlOf(outputs),
    notebookUrl: textOf(outputs["notebookUrl"]),
    expires: textOf(outputs["expires"]) ?? seat.expires ?? record.expires,
    cost: recorded ? await costs.read(recorded, handle.configuration).catch(notRead) : null,
    billed: null,
    made: recorded?.made ?? null,
    minutes: await minutesOf(clusters, outputs, record, now),
    verdict: lastVerdict(path.join(handle.folder, "probe")),
    savedAnswers: saved?.count ?? null,
    lastSaved: saved?.last ?? null,
    outputs: shownOutputs(outputs as Props),
  };
}

async function minutesOf(
  clusters: Clusters,
  outputs: Record<string, unknown>,
  { allowance }: ClassRecord,
  now: number,
): Promise<SeatStatus["minutes"]> {
  if (!allowance || !("clusterId" in outputs)) return null;
  const unread = { used: null, mayStart: null };
  const { used, mayStart } =
    (await readMinutes(clusters, outputs, allowance, now).catch(notRead)) ?? unread;
  return { used, allowed: allowance.minutesADay, mayStart };
}

/** What a cloud that does not answer cost, or keeps, is unknown. */
function notRead(error: unknown): null {
  if (error instanceof LabError || refusalOf(error)) return null;
  throw error;
}

function knownUser({ userName }: SeatRecord): string | null {
  if (userName === "" || userName === UNKNOWN_USER) return null;
  return userName;
}

function signInUrlOf(outputs: Record<string, unknown>): string | null {
  const host = textOf(outputs["databricksHost"]);
  const workspace = textOf(outputs["databricksWorkspaceId"]);
  if (host === null || workspace === null) return null;
  return `${host}/?o=${workspace}`;
}

/** A stack that a running process works on, or will. */
function ongoing(
  last: ChangeLine | undefined,
  journal: JournalContents | undefined,
): Found | undefined {
  if (!last || journal?.run?.isRunning !== true) return undefined;
  if (!["waiting", "starting", "stopping"].includes(last.state)) return undefined;
  return { state: last.state, reason: last.reason };
}

/** A stack that no state records: what the last run says became of it. */
function unmade(
  recorded: RecordedState | undefined,
  last: ChangeLine | undefined,
): Found | undefined {
  if (hasNames(recorded)) return undefined;
  if (last && ["failed", "skipped", "gone"].includes(last.state)) return fromJournal(last);
  return { state: "waiting", reason: "not brought up" };
}

const fromJournal = ({ state, reason, failure }: ChangeLine): Found => ({
  state,
  reason,
  failure: failure ?? null,
});

/** A stack that a state records: its cluster says whether it can be used. */
async function standing(
  { pending, outputs }: RecordedState,
  { userName }: SeatRecord,
  clusters: Clusters,
): Promise<Found> {
  if (pending > 0) return { state: "failed", reason: "interrupted: run `lab class recover`" };
  if (!("databricksHost" in outputs))
    return { state: "failed", reason: "part of it exists: run `lab class up`" };
  if (userName === "") return { state: "ready", reason: null };
  return clusters.read(outputs).catch(unanswered);
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

function unreadState(error: LabError | undefined): Found | undefined {
  if (!error) return undefined;
  const { code, message, cure } = error;
  return { state: "failed", reason: "its state cannot be read", failure: { code, message, cure } };
}

/** A cloud that does not answer says nothing of the seat: it may well be ready. */
function unanswered(error: unknown): Found {
  const refusal = refusalOf(error);
  if (!(error instanceof LabError) && !refusal) throw error;
  const failure =
    error instanceof LabError
      ? { code: error.code, message: error.message, cure: error.cure }
      : { code: "cloud", message: refusal!.reason, cure: refusal!.cure };
  return { state: "unhealthy", reason: "could not be looked at", failure };
}
