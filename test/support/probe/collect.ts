import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { clientOf } from "../../../scripts/probe/ask/client";
import { collect, type Progress } from "../../../scripts/probe/ask/collect";
import { specOf } from "../../../scripts/probe/design";
import { Journal } from "../../../scripts/probe/journal";
import type { RateLimit } from "../../../scripts/probe/pacing/pacer";
import { FakeClock } from "./fake-clock";
import { startStub, targetOf, type Reply, type Seen } from "./stub";

/** Asks the whole design (8 per cell, M0 and M1) of a scripted service. */
export async function runCollect(
  answer: (seen: Seen, count: number) => Reply,
  options: {
    samples?: number;
    /** A second deployment. */
    compare?: string;
    rateLimits?: RateLimit[];
    target?: Record<string, unknown>;
    token?: () => Promise<string>;
    shouldStop?: (answersPerQuestion: number) => boolean;
  } = {},
) {
  const stub = await startStub(answer);
  const folder = mkdtempSync(join(tmpdir(), "collect-"));
  onTestFinished(async () => {
    await stub.stop();
    rmSync(folder, { recursive: true });
  });
  const target = targetOf(stub.endpoint, options.target);
  const clock = new FakeClock();
  const { compare, samples = 8 } = options;
  const spec = specOf({
    samples,
    conditions: ["M0", "M1"],
    seed: 1,
    ...(compare !== undefined && { compare }),
  });
  const service = { account: "acc", deployment: "d", apiVersion: "v", region: "r", model: "m" };
  const journal = Journal.open(
    join(folder, "journal.jsonl"),
    spec,
    service,
    () => clock.now(),
    false,
  );
  onTestFinished(() => journal.close());
  const events: Progress[] = [];
  const { rateLimits, shouldStop } = options;
  const client = await clientOf(target, options.token);
  const outcome = collect({
    client,
    target,
    ...(compare !== undefined && {
      compare: { client, target: { ...target, openaiDeployment: compare } },
    }),
    journal,
    clock,
    ...(rateLimits && { rateLimits }),
    ...(shouldStop && { shouldStop }),
    progress: (event) => events.push(event),
    signal: new AbortController().signal,
  });
  return { stub, journal, clock, events, outcome };
}
