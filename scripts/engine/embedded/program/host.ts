/** Runs a program: a function in this process, or a module in a new process with the SDK's `cmd/run`. */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import * as path from "node:path";
import type * as engine from "@pulumi/pulumi/proto/engine_pb";
import engineMessages from "@pulumi/pulumi/proto/engine_pb";
import * as runtimeConfig from "@pulumi/pulumi/runtime/config";
import * as settings from "@pulumi/pulumi/runtime/settings";
import * as stack from "@pulumi/pulumi/runtime/stack";
import type { Handlers } from "./monitor";
import type { ProgramOptions } from "./options";
import { sdk } from "./sdk";
import { withUnhandledErrorsReported } from "../../../base/unhandled-errors";
import { withLeanSdk } from "./lean-sdk";
import { asClient, serve } from "./transport";

/** A program as a function, which returns the stack's outputs. */
export type InlineProgram = () => Promise<Record<string, unknown> | undefined>;
/** A program as a module for `cmd/run`; `main` is its path, as in Pulumi.yaml. */
export interface LocalProgram {
  main: string;
  cwd: string;
  /** The whole environment of the process. */
  env: Record<string, string | undefined>;
}
/** A Pulumi program in one of its two forms. */
export type Program = InlineProgram | LocalProgram;

/** What a program needs to run: its stack and the services that its SDK calls. */
export interface ProgramHost {
  options: ProgramOptions;
  monitor: Handlers;
  engine: Handlers;
  /** Inline programs only: `direct` is a method call, `wire` is gRPC over a loopback socket. */
  transport: "direct" | "wire";
  /** Rejects when the deployment stops; the program is then not awaited any longer. */
  stopped: Promise<never>;
}

/** Rejects with the program's error. As in the CLI, a program that logs an error has failed. */
export async function runProgram(program: Program, host: ProgramHost): Promise<void> {
  const logged: string[] = [];
  const log = (r: engine.LogRequest): Promise<unknown> => {
    if (r.getSeverity() === engineMessages.LogSeverity.ERROR) logged.push(r.getMessage());
    return host.engine.log?.(r as never) ?? Promise.resolve();
  };
  const listening = { ...host, engine: { ...host.engine, log } };
  if (typeof program === "function") await withLeanSdk(() => runInlineProgram(program, listening));
  else await runLocalProgram(program, listening, logged);
  if (logged[0] !== undefined) throw new Error(logged[0]);
}

/** Like the language server of Pulumi's Automation API; closes every client at the end. */
function runInlineProgram(
  program: InlineProgram,
  { options, monitor, engine, transport, stopped }: ProgramHost,
): Promise<void> {
  const unhandled: Error[] = [];
  const inContext = async (): Promise<void> => {
    const server = transport === "wire" ? await serve(monitor, engine) : undefined;
    const address = server?.address ?? "in-process";
    const { organization, project, stack: name, parallel, dryRun } = options;
    // With a parallelism of 1 the SDK would serialise the requests of all programs in this process.
    settings.resetOptions(
      project,
      name,
      Math.max(2, parallel),
      address,
      address,
      dryRun,
      organization,
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

/** Like `cmd/run`: after an error outside the program's promise the program continues, and the run fails. */
async function runToEnd(program: InlineProgram): Promise<void> {
  try {
    await stack.runInPulumiStack(program);
  } catch (e) {
    await settings.disconnect(false);
    throw e;
  }
  await settings.disconnect(true);
  // Node reports unhandled rejections after the microtasks.
  await new Promise(setImmediate);
}

/** `logged` receives the errors that the runner logs before it exits with a code. */
async function runLocalProgram(
  program: LocalProgram,
  host: ProgramHost,
  logged: readonly string[],
): Promise<void> {
  const { options, monitor, engine, stopped } = host;
  const server = await serve(monitor, engine);
  const runner = createRequire(__filename).resolve("@pulumi/pulumi/cmd/run");
  const { organization, project, stack: name, parallel, dryRun, config, secretKeys } = options;
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
  const preload = ["--require", path.join(__dirname, "end-with-engine.cjs")];
  const args = [...preload, runner, ...engineArgs, ...programArgs, program.main];
  const child = spawn(process.execPath, args, {
    // The engine's end of stdin closes with the engine, however that ends.
    stdio: ["pipe", "ignore", "pipe"],
    cwd: program.cwd,
    env: {
      // Programs are JavaScript unless their environment says otherwise.
      PULUMI_NODEJS_TYPESCRIPT: "false",
      ...program.env,
      PULUMI_NODEJS_ORGANIZATION: organization,
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
