/**
 * An engine in a process of its own, with the program of the folder that it is started in: it does what its
 * parent asks, one operation after the other. A process, since vitest rewrites the code of dynamic resources.
 */
import * as path from "node:path";
import { signIn } from "../../../bench/local-stack";
import { REAL_TRANSPORT } from "../../../infra/azure/endpoints";
import { messageOf } from "../../../infra/errors";
import type { CloudConnection } from "../../../scripts/cloud/connection";
import { providers } from "../../../scripts/providers";
import { send, type Send } from "../../../scripts/providers/http";
import { serveProviders } from "../../../scripts/engine/cli/attached/serve";
import { embeddedEngine } from "../../../scripts/engine/embedded";
import type { Program } from "../../../scripts/engine/embedded/program/host";
import type { Engine, StepEvent } from "../../../scripts/engine/engine";
import type { Plugin, Plugins, Provider } from "../../../scripts/engine/plugin";
import { pulumiEngine } from "../../../scripts/engine/cli";
import { cloudClock } from "../../../scripts/lib/stack/cloud-clock";
import type { OperationRequest, OperationResponse } from "./messages";

async function answer({
  id,
  engine: kind,
  operation,
  stack,
  connection,
  killAfter,
}: OperationRequest): Promise<OperationResponse> {
  signIn(connection);
  const calls: string[] = [];
  const noted: Send = (request) => {
    calls.push(`${request.method} ${request.url}`);
    return send(request);
  };
  const plugins = killing(providers({ connection, send: noted }), killAfter);
  const { engine, close } =
    kind === "pulumi" ? await cli(plugins, connection) : embedded(plugins, connection);
  const steps: StepEvent[] = [];
  const result = await engine[operation](stack, { onStep: (event) => void steps.push(event) });
  await close();
  return { id, steps, calls, counts: result.counts, failures: result.failures };
}

/** Ends all processes of this group, as a machine that loses its power: what was made is in nobody's state. */
function killing(plugins: Plugins, after: string | undefined): Plugins {
  const all = Object.entries(plugins).map(([name, plugin]): [string, Plugin] => {
    const configure: Plugin["configure"] = async (r) => {
      const provider = await plugin.configure(r);
      const create: Provider["create"] = async (wanted) => {
        const made = await provider.create(wanted);
        if (!wanted.preview && wanted.name === after) process.kill(-process.pid, "SIGKILL");
        return made;
      };
      return { ...provider, create };
    };
    return [name, { ...plugin, configure }];
  });
  return Object.fromEntries(all);
}

interface Opened {
  engine: Engine;
  close: () => Promise<void>;
}

function embedded(plugins: Plugins, connection: CloudConnection): Opened {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the folder's own copy of the program
  const program = require(path.resolve("infra/index")) as Program;
  const localOnly = [connection.arm, connection.authority];
  return {
    engine: embeddedEngine({ program: () => program, plugins, localOnly }),
    close: () => Promise.resolve(),
  };
}

/** The `pulumi` on the PATH, with a home of its own beside the project. */
async function cli(plugins: Plugins, connection: CloudConnection): Promise<Opened> {
  const served = await serveProviders(plugins);
  const env = { ...process.env, ...connection.env, ...served.env };
  const clock = await cloudClock(connection);
  const transport = { ...REAL_TRANSPORT, sleep: (ms: number) => clock.sleep(ms) };
  const options = { folder: process.cwd(), env, home: path.resolve("../cli"), transport };
  const engine = pulumiEngine(options);
  // The next operation may be on a changed program.
  const close = async (): Promise<void> => {
    await engine.close();
    served.close();
  };
  return { engine, close };
}

process.on("message", (asked: OperationRequest) => {
  void answer(asked)
    .catch((error: unknown): OperationResponse => ({ id: asked.id, error: messageOf(error) }))
    .then((done) => process.send?.(done));
});
