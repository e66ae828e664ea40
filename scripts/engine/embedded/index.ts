/** The embedded engine: runs the unmodified program over Pulumi's protocol and keeps Pulumi's own state. */
import type { Engine, Stack } from "../engine";
import type { Plugins } from "../plugin";
import { MANIFEST_VERSION } from "../state/checkpoint";
import { dynamicPlugin } from "./providers/dynamic";
import { assertLocal } from "./guard";
import type { Program } from "./program/host";
import * as operations from "./operations";
import { SDK_VERSION } from "./program/sdk";

export type { InlineProgram, LocalProgram, Program } from "./program/host";

export interface EmbeddedOptions {
  /** The program of a stack: a function that returns the outputs, or a module to run in a process of its own. */
  program: (stack: Stack) => Program;
  /** By package name; dynamic resources (`pulumi-nodejs`) are built in. */
  plugins: Plugins;
  /** Every address that the plugins speak to. The engine refuses all that is not on this machine. */
  localOnly: readonly string[];
  /** Steps that may run at once in one stack. Default 16. */
  parallel?: number;
  /** After a failure independent resources go on (default), or no new step starts. */
  continueOnError?: boolean;
  /** For inline programs: pass messages directly (default), or over gRPC on a loopback socket. */
  transport?: "direct" | "wire";
  /** Milliseconds after which a program that asks for nothing is given up. Default two minutes. */
  idleTimeoutMs?: number;
}

/** @throws LabError `foreign-stack` when a plugin would speak to another machine. */
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
    recover: (stack, runOptions = {}) => operations.recoverOnly({ settings, stack, runOptions }),
    outputs: (stack) => operations.outputsOf(stack),
  };
}
