/**
 * A process that works on stacks as `lab up`, `lab destroy` and `lab recover` do, one job after the
 * other. It is a process of its own because it gets killed.
 */
import * as path from "node:path";
import program from "../../infra";
import { messageOf } from "../../infra/errors";
import { startCloud } from "../../scripts/cloud/cloud";
import type { CloudConnection } from "../../scripts/cloud/connection";
import { embeddedEngine } from "../../scripts/engine/embedded";
import type { Engine, Result, Stack } from "../../scripts/engine/engine";
import { providers } from "../../scripts/providers";
import { OBJECT_ID, type Job, type JobResult } from "./messages";

async function work(job: Job): Promise<JobResult> {
  if (job.connection) return operate(job, job.connection);
  const cloud = await startCloud({
    folder: job.folder,
    model: () => Promise.reject(new Error("no one asks the model here")),
  });
  try {
    return await operate(job, cloud.connection);
  } finally {
    await cloud.stop();
  }
}

async function operate(job: Job, connection: CloudConnection): Promise<JobResult> {
  // The program's dynamic resources sign in with this process's environment.
  for (const [name, value] of Object.entries(connection.env))
    if (name.startsWith("ARM_")) process.env[name] = value;
  const engine = embeddedEngine({
    program: () => program,
    plugins: providers({ connection }),
    localOnly: [connection.arm, connection.authority],
  });
  const stack: Stack = {
    project: "rai-lab",
    name: job.stack.name,
    config: withObjectId(job.stack.config, connection.student.objectId),
    backend: path.join(job.folder, "backend"),
    passphrase: connection.env.PULUMI_CONFIG_PASSPHRASE ?? "",
    secretKeys: [],
  };
  const failures: string[] = [];
  for (const step of stepsOf(job.operation, engine)) {
    const result = await step(stack);
    failures.push(...result.failures.map(({ urn, message }) => `${urn}: ${message}`));
    if (failures.length > 0) break;
  }
  return { failures };
}

/** Every world gives its student another object id. */
const withObjectId = (config: Stack["config"], objectId: string): Stack["config"] =>
  Object.fromEntries(
    Object.entries(config).map(([key, text]) => [key, text.replace(OBJECT_ID, objectId)]),
  );

/** What the command of that name does with its engine. */
function stepsOf(
  operation: Job["operation"],
  engine: Engine,
): ((stack: Stack) => Promise<Result>)[] {
  switch (operation) {
    case "open":
      return [];
    case "up":
      return [(stack) => engine.refresh(stack), (stack) => engine.up(stack)];
    case "destroy":
      return [(stack) => engine.destroy(stack)];
    case "recover":
      return [(stack) => engine.recover(stack)];
  }
}

process.on("message", (job: Job) => {
  work(job)
    .catch((error: unknown): JobResult => ({ failures: [messageOf(error)] }))
    .then((result) => process.send?.(result))
    .catch(() => process.disconnect());
});
process.send?.("ready");
