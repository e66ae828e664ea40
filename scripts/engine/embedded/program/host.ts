/** Runs a program: as a function in this process, or in a process of its own with the SDK's unmodified `cmd/run`. */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import type * as engine from "@pulumi/pulumi/proto/engine_pb";
import engineMessages from "@pulumi/pulumi/proto/engine_pb";
import * as runtimeConfig from "@pulumi/pulumi/runtime/config";
import * as settings from "@pulumi/pulumi/runtime/settings";
import * as stack from "@pulumi/pulumi/runtime/stack";
import type { DeploymentOptions } from "../deployment/context";
import type { Handlers } from "./monitor";
import { sdk } from "./sdk";
import { withUnhandledErrorsReported, withShortStacks } from "./unhandled-errors";
import { asClient, serve } from "./transport";

export type InlineProgram = () => Promise<Record<string, unknown> | undefined>;
/** The path of a module for `cmd/run`, as Pulumi.yaml's `main`. */
export interface LocalProgram {
  main: string;
  cwd: string;
  /** The whole environment of the process. */
  env: Record<string, string | undefined>;
}
export type Program = InlineProgram | LocalProgram;

export interface ProgramHost {
  options: DeploymentOptions;
  monitor: Handlers;
  engine: Handlers;
  /** Inline programs only: `direct` passes messages, `wire` speaks gRPC over a loopback socket. */
  transport: "direct" | "wire";
  /** Rejects when the program is no longer waited for. */
  stopped: Promise<never>;
}

const ORGANIZATION = "organization";

/** Rejects with the program's own error. As in the CLI, a program that logs an error has failed. */
export async function runProgram(program: Program, host: ProgramHost): Promise<void> {
  const logged: string[] = [];
  const log = (r: engine.LogRequest): Promise<unknown> => {
    if (r.getSeverity() === engineMessages.LogSeverity.ERROR) logged.push(r.getMessage());
    return host.engine.log?.(r as never) ?? Promise.resolve();
  };
  const listening = { ...host, engine: { ...host.engine, log } };
  if (typeof program === "function")
    await withShortStacks(() => runInlineProgram(program, listening));
  else await runLocalProgram(program, listening, logged);
  if (logged[0] !== undefined) throw new Error(logged[0]);
}

/** As the Automation API's language server does it, but without a socket, and with every client closed at the end. */
function runInlineProgram(
  program: InlineProgram,
  { options, monitor, engine, transport, stopped }: ProgramHost,
): Promise<void> {
  const unhandled: Error[] = [];
  const inContext = async (): Promise<void> => {
    const server = transport === "wire" ? await serve(monitor, engine) : undefined;
    const address = server?.address ?? "in-process";
    const { project, stack: name, parallel, dryRun } = options;
    // One slot would make the SDK chain the operations of all programs in this process to each other.
    settings.resetOptions(
      project,
      name,
      Math.max(2, parallel),
      address,
      address,
      dryRun,
      ORGANIZATION,
    );
    runtimeConfig.setAllConfig(options.config, [...options.secretKeys]);
    const store = sdk.getLocalStore();
    if (!server)
      Object.assign(store.settings, { monitor: asClient(monitor), engine: asClient(engine) });
    try {
      await Promise.race([runToEnd(program), stopped]);
    } finally {
      store.settings.monitor?.close();
      store.settings.engine?.close();
      server?.close();
      sdk.setStackResource(undefined);
    }
    if (unhandled[0]) throw unhandled[0];
  };
  return withUnhandledErrorsReported(
    (error) => unhandled.push(error),
    () => sdk.withLocalStorage(inContext),
  );
}

/** Like cmd/run: errors outside the program's own promise are noted, the rest of it goes on, and the run fails. */
async function runToEnd(program: InlineProgram): Promise<void> {
  try {
    await stack.runInPulumiStack(program);
  } catch (e) {
    await settings.disconnect(false);
    throw e;
  }
  await settings.disconnect(true);
  // Rejections are reported after the microtasks that made them.
  await new Promise(setImmediate);
}

/** `logged`: where the errors arrive that the runner reports before it ends with a code of its own. */
async function runLocalProgram(
  program: LocalProgram,
  host: ProgramHost,
  logged: readonly string[],
): Promise<void> {
  const { options, monitor, engine, stopped } = host;
  const server = await serve(monitor, engine);
  const runner = createRequire(__filename).resolve("@pulumi/pulumi/cmd/run");
  const { project, stack: name, parallel, dryRun, config, secretKeys } = options;
  const engineArgs = [
    "--monitor",
    server.address,
    "--engine",
    server.address,
    "--project",
    project,
    "--stack",
    name,
  ];
  const programArgs = [
    "--pwd",
    program.cwd,
    "--parallel",
    String(Math.max(2, parallel)),
    ...(dryRun ? ["--dry-run"] : []),
  ];
  const child = spawn(process.execPath, [runner, ...engineArgs, ...programArgs, program.main], {
    stdio: ["ignore", "ignore", "pipe"],
    cwd: program.cwd,
    env: {
      // Compiled code is the default; a TypeScript program says so itself, as the CLI's language host does.
      PULUMI_NODEJS_TYPESCRIPT: "false",
      ...program.env,
      PULUMI_NODEJS_ORGANIZATION: ORGANIZATION,
      PULUMI_CONFIG: JSON.stringify(config),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys),
    },
  });
  let stderrTail = "";
  child.stderr.on(
    "data",
    (text: Buffer) => (stderrTail = (stderrTail + text.toString()).slice(-2000)),
  );
  const ended = new Promise<number | null>((resolve, reject) =>
    child.once("error", reject).once("close", resolve),
  );
  try {
    const code = await Promise.race([ended, stopped]);
    if (code !== 0)
      throw new Error(
        [...logged, stderrTail.trim()].find(Boolean) ??
          `the program ended with exit code ${String(code)}`,
      );
  } finally {
    child.kill();
    server.close();
  }
}
