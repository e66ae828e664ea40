import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:https";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parseConfig } from "../../infra/config";
import { ARM_BUCKETS, type FleetOptions, type Job, runFleet } from "../../scripts/class/fleet";
import { type ArmCalls, armCalls, upCalls } from "../../scripts/class/plan";
import { bucketSeconds } from "../../scripts/class/plan/makespan";
import { seedTable } from "../../scripts/cloud/azure/tables";
import type { RunningCloud } from "../../scripts/cloud/cloud";
import { deployerToken, startCloudWithoutModel } from "../local-cloud";
import { SimulatedTime } from "./simulated-time";

/** How a class fared against the buckets of Resource Manager. */
export interface BucketRun {
  /** Of the simulated clock. */
  makespanSeconds: number;
  /** Answers 429, counted by who asked. */
  throttled: number;
  /** Seats of which a call was given up. */
  failedSeats: number;
}

/** The day of the catalogue's facts. */
const START = Date.UTC(2026, 10, 23);
/** As azure-native: a call that is refused is sent three times more. */
const ATTEMPTS = 4;
const SOCKETS = 16;
const METHODS = { reads: "GET", writes: "PUT", deletes: "DELETE" } as const;

/** Calls of one seat's `up`, polls as on Azure. */
const seatCalls = (): ArmCalls =>
  armCalls(
    upCalls({ config: parseConfig({}, "rai-lab", "dev"), layout: "isolated", deployments: 1 }).seat,
  );

/** The shortest makespan that three buckets allow, from counts and rates alone. */
export function boundSeconds(seats: number): number {
  const { reads, writes, deletes } = seatCalls();
  return Math.max(
    bucketSeconds("reads", seats * reads),
    bucketSeconds("writes", seats * writes),
    bucketSeconds("deletes", seats * deletes),
  );
}

/**
 * The calls of a class's `up` on a local cloud that throttles, without any other wait: as the fleet
 * spreads them, or all seats at once.
 */
export async function runAgainstBuckets(how: "fleet" | "naive", seats: number): Promise<BucketRun> {
  const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-buckets-"));
  const time = new SimulatedTime(START);
  const cloud = await startCloudWithoutModel({ folder, now: time.now });
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS });
  try {
    seedTable(cloud.world, "settings", { throttling: true });
    const caller = new Caller(cloud, await deployerToken(cloud), agent, time);
    const jobs = Array.from({ length: seats }, (_, i) => jobOf(`seat-${i}`, caller));
    const options = how === "fleet" ? spread(time) : atOnce(time);
    const began = time.now();
    const { outcomes } = await time.run(runFleet(jobs, options));
    return {
      makespanSeconds: (time.now() - began) / 1000,
      throttled: caller.throttled,
      failedSeats: outcomes.filter(({ state }) => state !== "ready").length,
    };
  } finally {
    agent.destroy();
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const jobOf = (stack: string, caller: Caller): Job => ({
  stack,
  during: "starting",
  after: [],
  exclusive: [],
  calls: seatCalls(),
  memory: 0,
  run: async () => {
    const calls = seatCalls();
    for (const kind of ["writes", "reads", "deletes"] as const)
      for (let i = 0; i < calls[kind]; i++) await caller.call(METHODS[kind], stack);
    return { state: "ready" };
  },
});

const spread = (clock: SimulatedTime): FleetOptions => ({
  limits: { concurrency: 8, memory: Infinity, buckets: ARM_BUCKETS },
  keepGoing: true,
  clock,
  random: () => 0.5,
  signal: new AbortController().signal,
  onChange: () => undefined,
});

const UNLIMITED = { capacity: Infinity, perSecond: 1 };

const atOnce = (clock: SimulatedTime): FleetOptions => ({
  ...spread(clock),
  limits: {
    concurrency: Infinity,
    memory: Infinity,
    buckets: { reads: UNLIMITED, writes: UNLIMITED, deletes: UNLIMITED },
  },
});

/** Calls a seat's group, and waits as a 429 says. */
class Caller {
  throttled = 0;

  constructor(
    private readonly cloud: RunningCloud,
    private readonly token: string,
    private readonly agent: Agent,
    private readonly time: SimulatedTime,
  ) {}

  /** @throws Error when the call is refused too often */
  async call(method: string, group: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const { status, retryAfter } = await this.time.during(() => this.send(method, group));
      if (status < 400) return;
      if (status !== 429) throw new Error(`${method} ${group}: HTTP ${status}`);
      this.throttled++;
      if (attempt === ATTEMPTS) throw new Error(`${method} ${group}: throttled`);
      await this.time.sleep(retryAfter * 1000);
    }
  }

  private send(method: string, group: string): Promise<{ status: number; retryAfter: number }> {
    const { arm, subscriptionId } = this.cloud.connection;
    const url = `${arm}/subscriptions/${subscriptionId}/resourceGroups/${group}?api-version=2024-11-01`;
    const headers = { authorization: `Bearer ${this.token}`, "content-type": "application/json" };
    return new Promise((resolve, reject) => {
      const sent = request(url, { agent: this.agent, method, headers }, (answer) => {
        const { statusCode = 0, headers: answered } = answer;
        answer.resume();
        answer.once("error", reject).once("end", () => {
          resolve({ status: statusCode, retryAfter: Number(answered["retry-after"] ?? 0) });
        });
      });
      sent.once("error", reject).end(method === "PUT" ? `{"location":"eastus2"}` : undefined);
    });
  }
}
