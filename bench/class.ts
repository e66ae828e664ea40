import * as path from "node:path";
import type { ClassLayout } from "../scripts/class/class-status";
import { PROJECT } from "../scripts/lib/stack/paths";
import { armGetRatio } from "./class/arm-get";
import { boundSeconds, runAgainstBuckets } from "./class/buckets";
import { EarlierRunner } from "./class/earlier-runner";
import { runWithFailures } from "./class/failing-seats";
import { runGuiltyPrograms } from "./class/guilty-programs";
import { runWatched } from "./class/process-tree";
import type { ClassRun } from "./class/runner";

const FULL_SEATS = 300;
const SEED = 20_261_130;
const LOADER = path.join(PROJECT, "infra", "loader.cjs");
/** Seats whose programs go wrong, and all of them. */
const GUILTY = { seats: 30, guilty: 6 };

interface Row {
  figure: string;
  value: number;
  /** What the value may be at most, or at least; undefined for a figure to compare with. */
  limit?: { most: number } | { least: number };
  digits?: number;
}

/**
 * A class as `lab class up --local` works on it: embedded engine and local cloud in one process, over
 * HTTPS. `BENCH_SEATS=30` makes it smaller; the runner of the version before is measured beside it
 * with 300 seats only.
 */
export async function benchClass(): Promise<void> {
  const seats = Number(process.env["BENCH_SEATS"] ?? FULL_SEATS);
  console.log(`${seats} seats, seed ${SEED}`);
  print(await seatRows(seats));
  print([{ figure: "ARM GET ÷ bare fastify", value: await armGetRatio(), limit: { least: 0.5 } }]);
  print(await bucketRows(seats));
  print(await failureRows(seats));
  print(await guiltyRows());
}

function print(rows: readonly Row[]): void {
  for (const { figure, value, limit, digits = 2 } of rows)
    console.log(
      `${figure.padEnd(46)} ${value.toFixed(digits).padStart(10)} ${limitText(limit).padStart(10)}  ${verdictOf(value, limit)}`,
    );
}

function limitText(limit: Row["limit"]): string {
  if (!limit) return "";
  return "most" in limit ? `≤ ${limit.most}` : `≥ ${limit.least}`;
}

function verdictOf(value: number, limit: Row["limit"]): string {
  if (!limit) return "";
  if (Number.isNaN(value)) return "not measured";
  const isMet = "most" in limit ? value <= limit.most : value >= limit.least;
  return isMet ? "met" : "MISSED";
}

async function seatRows(seats: number): Promise<Row[]> {
  const share = seats / FULL_SEATS;
  const earlier = seats === FULL_SEATS ? EarlierRunner.open() : undefined;
  try {
    const before = await earlier?.run();
    const isolated = await runClass("isolated", seats);
    const shared = await runClass("shared", seats);
    const own = isolated.upSeconds + isolated.destroySeconds;
    return [
      { figure: "isolated: plan, s", value: isolated.planSeconds },
      { figure: "isolated: up, s", value: isolated.upSeconds },
      { figure: "isolated: destroy, s", value: isolated.destroySeconds },
      {
        figure: "isolated: all, s",
        value: own + isolated.planSeconds,
        limit: { most: 60 * share },
      },
      { figure: "isolated: peak of the process tree, MiB", ...inMib(isolated.peakMib, 1024) },
      {
        figure: "isolated: heap a seat after collection, MiB",
        value: isolated.heapMibPerSeat,
        limit: { most: 0.02 },
        digits: 3,
      },
      { figure: "earlier runner: up and destroy, s", value: before?.seconds ?? NaN },
      { figure: "earlier runner: peak, MiB", value: before?.peakMib ?? NaN, digits: 0 },
      {
        figure: "up and destroy ÷ earlier runner",
        value: own / (before?.seconds ?? NaN),
        limit: { most: 0.55 },
      },
      {
        figure: "shared: all, s",
        value: shared.planSeconds + shared.upSeconds + shared.destroySeconds,
        limit: { most: 45 * share },
      },
      { figure: "shared: peak of the process tree, MiB", ...inMib(shared.peakMib, 1024) },
    ];
  } finally {
    earlier?.close();
  }
}

const inMib = (value: number, most: number): Pick<Row, "value" | "limit" | "digits"> => ({
  value,
  limit: { most },
  digits: 0,
});

async function runClass(
  layout: ClassLayout,
  seats: number,
): Promise<ClassRun & { peakMib: number }> {
  const runner = path.join(__dirname, "class", "runner.ts");
  // As the `lab` command loads its sources: what tsx adds are source maps, which cost a program much.
  const args = ["--expose-gc", "--require", LOADER, runner, layout, String(seats)];
  const { text, peakMib } = await runWatched(process.execPath, args);
  return { ...(JSON.parse(text.trim().split("\n").at(-1) ?? "") as ClassRun), peakMib };
}

async function bucketRows(seats: number): Promise<Row[]> {
  const bound = boundSeconds(seats);
  const fleet = await runAgainstBuckets("fleet", seats);
  const naive = await runAgainstBuckets("naive", seats);
  return [
    { figure: "three-bucket bound, s", value: bound, digits: 0 },
    {
      figure: "fleet: makespan ÷ bound",
      value: fleet.makespanSeconds / bound,
      limit: { most: 1.1 },
    },
    { figure: "fleet: throttled calls", value: fleet.throttled, limit: { most: 0 }, digits: 0 },
    { figure: "naive: makespan ÷ bound", value: naive.makespanSeconds / bound },
    { figure: "naive: throttled calls", value: naive.throttled, digits: 0 },
    { figure: "naive: seats that failed", value: naive.failedSeats, digits: 0 },
  ];
}

async function failureRows(seats: number): Promise<Row[]> {
  const { planned, failed, harmed, unrecovered, left } = await runWithFailures(seats, SEED);
  const none = { limit: { most: 0 }, digits: 0 };
  return [
    {
      figure: "5 % refused: seats that failed",
      value: failed,
      limit: { most: planned },
      digits: 0,
    },
    { figure: "5 % refused: other seats that failed", value: harmed, ...none },
    { figure: "5 % refused: not ended by recover and up", value: unrecovered, ...none },
    { figure: "5 % refused: left after the destroy", value: left, ...none },
  ];
}

async function guiltyRows(): Promise<Row[]> {
  const { failed, guilty, seconds } = await runGuiltyPrograms(GUILTY.seats, GUILTY.guilty);
  const innocent = failed.filter((stack) => !guilty.includes(stack));
  const spared = guilty.filter((stack) => !failed.includes(stack));
  const none = { limit: { most: 0 }, digits: 0 };
  return [
    { figure: "guilty programs: innocent seats that failed", value: innocent.length, ...none },
    { figure: "guilty programs: guilty seats that did not", value: spared.length, ...none },
    { figure: "guilty programs: s", value: seconds, limit: { most: 30 }, digits: 1 },
  ];
}
