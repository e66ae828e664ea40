import * as path from "node:path";
import type { ClassLayout } from "../scripts/class/class-status";
import { PROJECT } from "../scripts/lib/stack/paths";
import { armGetRatio } from "./class/arm-get";
import { boundSeconds, runAgainstBuckets } from "./class/buckets";
import { type Figure, none } from "./figures";
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

/**
 * A class as `lab class up --local` works on it: embedded engine and local cloud in one process, over
 * HTTPS. `BENCH_SEATS=30` makes it smaller; the runner of the version before is measured beside it
 * with 300 seats only.
 */
export async function benchClass(): Promise<readonly Figure[]> {
  const seats = Number(process.env["BENCH_SEATS"] ?? FULL_SEATS);
  console.log(`${seats} seats, seed ${SEED}`);
  return [
    ...(await seatFigures(seats)),
    {
      figure: "ARM GET ÷ bare fastify",
      value: await armGetRatio(),
      unit: "×",
      limit: { least: 0.5 },
    },
    ...(await bucketFigures(seats)),
    ...(await failureFigures(seats)),
    ...(await guiltyFigures()),
  ];
}

async function seatFigures(seats: number): Promise<Figure[]> {
  const share = seats / FULL_SEATS;
  const earlier = seats === FULL_SEATS ? EarlierRunner.open() : undefined;
  try {
    const before = await earlier?.run();
    const isolated = await runClass("isolated", seats);
    const shared = await runClass("shared", seats);
    const reason = `only with ${FULL_SEATS} seats, and where this clone has the commit of that runner`;
    const own = isolated.upSeconds + isolated.destroySeconds;
    return [
      { figure: "isolated: plan", unit: "s", value: isolated.planSeconds },
      { figure: "isolated: up", unit: "s", value: isolated.upSeconds },
      { figure: "isolated: destroy", unit: "s", value: isolated.destroySeconds },
      {
        figure: "isolated: all",
        unit: "s",
        value: own + isolated.planSeconds,
        limit: { most: 60 * share },
      },
      {
        figure: "isolated: peak of the process tree",
        unit: "MiB",
        value: isolated.peakMib,
        digits: 0,
        limit: { most: 1024 },
      },
      {
        figure: "isolated: heap a seat after collection",
        unit: "MiB",
        value: isolated.heapMibPerSeat,
        limit: { most: 0.02 },
        digits: 3,
      },
      {
        figure: "earlier runner: up and destroy",
        unit: "s",
        value: before?.seconds ?? NaN,
        reason,
      },
      {
        figure: "earlier runner: peak",
        unit: "MiB",
        value: before?.peakMib ?? NaN,
        digits: 0,
        reason,
      },
      {
        figure: "up and destroy ÷ earlier runner",
        unit: "×",
        value: own / (before?.seconds ?? NaN),
        reason,
        limit: { most: 0.55 },
      },
      {
        figure: "shared: all",
        unit: "s",
        value: shared.planSeconds + shared.upSeconds + shared.destroySeconds,
        limit: { most: 45 * share },
      },
      {
        figure: "shared: peak of the process tree",
        unit: "MiB",
        value: shared.peakMib,
        digits: 0,
        limit: { most: 1024 },
      },
    ];
  } finally {
    earlier?.close();
  }
}

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

async function bucketFigures(seats: number): Promise<Figure[]> {
  const bound = boundSeconds(seats);
  const fleet = await runAgainstBuckets("fleet", seats);
  const naive = await runAgainstBuckets("naive", seats);
  return [
    { figure: "three-bucket bound", unit: "s", value: bound, digits: 0 },
    {
      figure: "fleet: makespan ÷ bound",
      unit: "×",
      value: fleet.makespanSeconds / bound,
      limit: { most: 1.1 },
    },
    none("fleet: throttled calls", fleet.throttled),
    { figure: "naive: makespan ÷ bound", unit: "×", value: naive.makespanSeconds / bound },
    { figure: "naive: throttled calls", value: naive.throttled },
    { figure: "naive: seats that failed", value: naive.failedSeats },
  ];
}

async function failureFigures(seats: number): Promise<Figure[]> {
  const { planned, failed, harmed, unrecovered, left } = await runWithFailures(seats, SEED);
  return [
    {
      figure: "5 % refused: seats that failed",
      value: failed,
      limit: { most: planned },
    },
    none("5 % refused: other seats that failed", harmed),
    none("5 % refused: not ended by recover and up", unrecovered),
    none("5 % refused: left after the destroy", left),
  ];
}

async function guiltyFigures(): Promise<Figure[]> {
  const { failed, guilty, seconds } = await runGuiltyPrograms(GUILTY.seats, GUILTY.guilty);
  const innocent = failed.filter((stack) => !guilty.includes(stack));
  const spared = guilty.filter((stack) => !failed.includes(stack));
  return [
    none("guilty programs: innocent seats that failed", innocent.length),
    none("guilty programs: guilty seats that did not", spared.length),
    { figure: "guilty programs: s", value: seconds, limit: { most: 30 }, digits: 1 },
  ];
}
