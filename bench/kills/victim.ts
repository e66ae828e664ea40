/**
 * A process that gets killed: it runs one engine operation on several stacks at once, as `lab up`,
 * `lab destroy` and `lab class` do. The product is as it is; what it calls (providers, `fetch`, the
 * rename of a state file) passes a gate.
 */
import { readFileSync } from "node:fs";
import fs from "node:fs/promises";
import * as path from "node:path";
import program from "../../infra";
import { messageOf } from "../../infra/errors";
import { embeddedEngine } from "../../scripts/engine/embedded";
import { dynamicPlugin } from "../../scripts/engine/embedded/providers/dynamic";
import { SDK_VERSION } from "../../scripts/engine/embedded/program/sdk";
import { providers } from "../../scripts/providers";
import { localStack, signIn } from "../local-stack";
import { Gate, gatedFetch } from "./gate";
import type { VictimJob, VictimReport } from "./messages";
import type { Point } from "./points";

// The SDK captures a stack for every promise, and mapping them is a fifth of all the time.
process.setSourceMapsEnabled(false);

const gates = new Map<string, Gate>();
const report = (one: VictimReport): void => void process.send?.(one);

const { rename } = fs;
fs.rename = async (from, to) => {
  const gate = gates.get(path.basename(String(to), ".json"));
  if (!gate) return rename(from, to);
  const steps = gate.writes.next(readFileSync(from, "utf8"));
  const points = (moment: Point["moment"]): Point[] =>
    steps.map(({ of, step }) => ({ moment, of, ...step }));
  await gate.pass(points("before"));
  await rename(from, to);
  await gate.pass(points("after"));
};

function begin(job: VictimJob): void {
  const { connection } = job;
  signIn(connection);
  const { authority, control } = connection;
  const isOfCloud = (url: string): boolean =>
    !url.startsWith(authority) && !url.startsWith(control);
  globalThis.fetch = gatedFetch(fetch, isOfCloud);
  for (const stack of job.stacks)
    operate(job, stack)
      .catch((error: unknown) => [messageOf(error)])
      .then((failures) => report({ stack: stack.name, failures }))
      .catch(() => process.disconnect());
}

async function operate(
  { folder, connection, operation }: VictimJob,
  { name, stopAt }: VictimJob["stacks"][number],
): Promise<string[]> {
  const gate = new Gate(stopAt, (point) => report({ stack: name, point }));
  gates.set(name, gate);
  const plugins = { "pulumi-nodejs": dynamicPlugin(SDK_VERSION), ...providers({ connection }) };
  const engine = embeddedEngine({
    program: () => program,
    plugins: gate.around(plugins),
    localOnly: [connection.arm, connection.authority],
  });
  const { failures } = await engine[operation](localStack(folder, connection, name));
  return failures.map(({ urn, message }) => `${urn}: ${message}`);
}

process.on("message", begin);
