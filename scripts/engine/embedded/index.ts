/** The embedded engine: runs an unmodified program over Pulumi's protocol, with Pulumi's state files. */
import type { Engine, Stack } from "../engine";
import type { Plugins } from "../plugin";
import { MANIFEST_VERSION } from "../state/checkpoint";
import { readRecordedState } from "../state/recorded";
import { dynamicPlugin } from "./providers/dynamic";
import { assertLocal } from "./guard";
import type { Program } from "./program/host";
import * as operations from "./operations";
import { SDK_VERSION } from "./program/sdk";

export type { InlineProgram, Program } from "./program/host";

/** Options of the embedded engine. */
export interface EmbeddedOptions {
  /** The program of a stack: a function that returns its outputs, or a module for a new process. */
  program: (stack: Stack) => Program;
  /** By package name; dynamic resources (`pulumi-nodejs`) are built in. */
  plugins: Plugins;
  /** Every address that the plugins send requests to. All must be on the loopback interface. */
  localOnly: readonly string[];
  /** Steps that may run at once in one stack. Default 16. */
  parallel?: number;
  /** After a failure, independent resources continue (default); otherwise no new step starts. */
  continueOnError?: boolean;
  /** For inline programs: method calls (default), or gRPC on a loopback socket. */
  transport?: "direct" | "wire";
  /** A program that sends no request for so many milliseconds is aborted. Default two minutes. */
  idleTimeoutMs?: number;
}

/** Creates the embedded engine. @throws LabError `foreign-stack` when `localOnly` has another machine */
export function embeddedEngine(options: EmbeddedOptions): Engine {
  assertLocal(options.localOnly, "plugins");
  const settings: operations.Settings = {
    program: options.program,
    plugins: { "pulumi-nodejs": dynamicPlugin(SDK_VERSION), ...options.plugins },
    parallel: options.parallel ?? 16,
    continueOnError: options.continueOnError ?? true,
    transport: options.transport ?? "direct",
    idleTimeoutMs: options.idleTimeoutMs ?? 120_000,
  };
  return {
    name: "embedded",
    version: MANIFEST_VERSION,
    preview: (stack, runOptions = {}) => operations.preview({ settings, stack, runOptions }),
    up: (stack, runOptions = {}) => operations.up({ settings, stack, runOptions }),
    refresh: (stack, runOptions = {}) => operations.refresh({ settings, stack, runOptions }),
    destroy: (stack, runOptions = {}) => operations.destroy({ settings, stack, runOptions }),
    recover: (stack, runOptions = {}) => operations.refresh({ settings, stack, runOptions }),
    adopt: (stack, runOptions = {}) => operations.adopt({ settings, stack, runOptions }),
    outputs: (stack) => operations.outputsOf(stack),
    recorded: (stack) => readRecordedState(stack),
  };
}
