import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import pLimit from "p-limit";
import program from "../infra";
import { startCloud } from "../scripts/cloud/cloud";
import type { CloudConnection } from "../scripts/cloud/connection";
import { providers } from "../scripts/providers";
import type { Result, Stack } from "../scripts/engine/engine";
import { embeddedEngine } from "../scripts/engine/embedded";
import { PROJECT } from "../scripts/lib/stack/paths";
import { withAuthType } from "../scripts/lib/stack/databricks-auth-type";
import { readSettings } from "../scripts/lib/stack/settings";
import { MIB, secondsOf } from "./figures";

const STACKS = 300;
/** More at a time only makes each take longer: the knee on two cores (facts: pulumi.md B4). */
const AT_ONCE = 8;

/** The lab on the local cloud, engine and cloud in one process: single stacks cold and warm, then a class of 300. */
export async function benchStacks(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-stacks-"));
  const cloud = await startCloud({
    folder,
    model: () => Promise.reject(new Error("nobody asks the model here")),
  });
  try {
    Object.assign(process.env, cloud.connection.env);
    await raiseQuotas(STACKS, cloud.connection);
    const engine = embeddedEngine({
      program: () => program,
      plugins: providers({ connection: cloud.connection }),
      localOnly: [cloud.connection.arm],
    });
    const stack = (i: number): Stack =>
      stackOf(`seat-${i}`, folder, cloud.connection.student.userName);
    for (const [name, i] of [
      ["cold", -2],
      ["warm", -1],
    ] as const) {
      const up = await secondsOf(() => assertNoFailures(engine.up(stack(i))));
      const again = await secondsOf(() => assertNoFailures(engine.up(stack(i))));
      const destroy = await secondsOf(() => assertNoFailures(engine.destroy(stack(i))));
      console.log(
        `one stack, ${name}: up ${up.toFixed(2)} s, up again ${again.toFixed(2)} s, ` +
          `destroy ${destroy.toFixed(2)} s`,
      );
    }
    await runOnEveryStack("up", (i) => assertNoFailures(engine.up(stack(i))));
    await runOnEveryStack("destroy", (i) => assertNoFailures(engine.destroy(stack(i))));
  } finally {
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runOnEveryStack(what: string, work: (i: number) => Promise<void>): Promise<void> {
  const limit = pLimit(AT_ONCE);
  let peak = 0;
  const workOn = async (i: number): Promise<void> => {
    await work(i);
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const seconds = await secondsOf(() => limit.map(Array(STACKS).keys(), workOn));
  console.log(
    `${STACKS} stacks, ${AT_ONCE} at a time: ${what} ${seconds.toFixed(1)} s, ${((seconds / STACKS) * 1000).toFixed(0)} ms each, peak ${(peak / MIB).toFixed(0)} MiB`,
  );
}

async function assertNoFailures(result: Promise<Result>): Promise<void> {
  const { failures } = await result;
  if (failures.length) throw new Error(failures.map((f) => `${f.urn}: ${f.message}`).join("\n"));
}

function stackOf(name: string, folder: string, student: string): Stack {
  const { project, config } = readSettings(PROJECT, "dev");
  const settings = {
    ...config,
    "rai-lab:student": JSON.stringify({ userName: student }),
    "rai-lab:model": JSON.stringify({ capacity: 1 }),
  };
  return {
    project,
    name,
    backend: path.join(folder, "backend"),
    passphrase: "bench",
    config: withAuthType(process.env, settings, project),
    secretKeys: [],
  };
}

/** Raises the local cloud's quotas: by default a subscription has too few accounts and tokens for a class of isolated stacks. */
async function raiseQuotas(
  stacks: number,
  { control, controlToken }: CloudConnection,
): Promise<void> {
  const more = {
    accounts: { "OpenAI.S0.AccountCount": stacks + 10, AccountCount: stacks + 10 },
    tokens: { default: stacks + 10, usages: {} },
  };
  const answer = await fetch(`${control}/tables/quotas`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${controlToken}`, "content-type": "application/json" },
    body: JSON.stringify(more),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
