/**
 * A process that gets killed: it runs one engine operation on several stacks at once, as `lab up`,
 * `lab destroy` and `lab class` do. The product is as it is; what it calls (providers, what sends requests,
 * the rename of a state file) passes a gate. The Pulumi CLI, which writes its states itself, is in the
 * same group, and so is the process of its programs, whose dynamic resources pass no gate.
 */
import { readFileSync } from "node:fs";
import fs from "node:fs/promises";
import * as path from "node:path";
import program from "../../infra";
import { REAL_TRANSPORT } from "../../infra/azure/endpoints";
import { messageOf } from "../../infra/errors";
import type { CloudConnection } from "../../scripts/cloud/connection";
import { pulumiEngine } from "../../scripts/engine/cli";
import { serveProviders } from "../../scripts/engine/cli/attached/serve";
import { embeddedEngine } from "../../scripts/engine/embedded";
import { dynamicPlugin } from "../../scripts/engine/embedded/providers/dynamic";
import { SDK_VERSION } from "../../scripts/engine/embedded/program/sdk";
import type { Engine } from "../../scripts/engine/engine";
import type { Plugins } from "../../scripts/engine/plugin";
import { cloudClock } from "../../scripts/lib/stack/cloud-clock";
import { PROJECT } from "../../scripts/lib/stack/paths";
import { providers, type ProvidersOptions } from "../../scripts/providers";
import { send } from "../../scripts/providers/http";
import { localStack, signIn } from "../local-stack";
import { Gate, gated } from "./gate";
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
  const changes = changesCloud(connection);
  globalThis.fetch = gated(fetch, (input, { method = "GET" } = {}) =>
    changes(method, input instanceof Request ? input.url : String(input)),
  );
  for (const stack of job.stacks)
    operate(job, stack)
      .catch((error: unknown) => [messageOf(error)])
      .then((failures) => report({ stack: stack.name, failures }))
      .catch(() => process.disconnect());
}

/** Whether a request changes something of the cloud itself, and not its clock or a sign-in. */
const changesCloud =
  ({ authority, control }: CloudConnection) =>
  (method: string, url: string): boolean =>
    method !== "GET" && !url.startsWith(authority) && !url.startsWith(control);

/** The providers, whose requests pass the gate. */
function gatedProviders(options: ProvidersOptions): Plugins {
  const changes = changesCloud(options.connection);
  return providers({ ...options, send: gated(send, ({ method, url }) => changes(method, url)) });
}

async function operate(
  job: VictimJob,
  { name, stopAt }: VictimJob["stacks"][number],
): Promise<string[]> {
  const { folder, connection, operation } = job;
  const gate = new Gate(stopAt, (point) => report({ stack: name, point }));
  gates.set(name, gate);
  const engine = await ENGINES[job.engine](job, gate);
  const { failures } = await engine[operation](localStack(folder, connection, name));
  return failures.map(({ urn, message }) => `${urn}: ${message}`);
}

const ENGINES: Record<
  VictimJob["engine"],
  (job: VictimJob, gate: Gate) => Engine | Promise<Engine>
> = {
  embedded: ({ connection }, gate) => {
    const plugins = {
      "pulumi-nodejs": dynamicPlugin(SDK_VERSION),
      ...gatedProviders({ connection }),
    };
    return embeddedEngine({
      program: () => program,
      plugins: gate.around(plugins),
      localOnly: [connection.arm, connection.authority],
    });
  },
  pulumi: async ({ connection, folder }, gate) => {
    const served = await serveProviders(
      gate.around(gatedProviders({ connection, folder: PROJECT })),
    );
    const clock = await cloudClock(connection);
    return pulumiEngine({
      folder: PROJECT,
      env: { ...process.env, ...connection.env, ...served.env },
      home: path.join(folder, "pulumi"),
      transport: { ...REAL_TRANSPORT, sleep: (ms) => clock.sleep(ms) },
    });
  },
};

process.on("message", begin);
