import type { LabConfig, ValidSettings } from "../../../infra/config";
import type { LabError } from "../../../infra/errors";
import type { LabOutputs } from "../../../infra/outputs";
import type { CloudConnection } from "../../cloud/connection";
import type { Spark } from "../../cloud/databricks";
import type { FaultReport } from "./fault-report";
import type { Engine, Stack } from "../../engine/engine";
import type { Clock } from "../../base/clock";
import type { AzureSession } from "../../lib/azure/session";

/** The last rendered notebook, in the folder of a stack's runs. */
export const NOTEBOOK_PAGE = "notebook.html";

/**
 * A stack, its engine and its cloud. Its configuration may be invalid: leaving and looking need
 * names and state alone.
 */
export interface StackHandle {
  stack: Stack;
  /** The settings that are valid each by itself. */
  settings: ValidSettings;
  /** The same of another stack of the project. */
  settingsOf(stack: string): ValidSettings;
  /** Its configuration, or why that is not valid. */
  configuration: LabConfig | LabError;
  engine: Engine;
  /** Set on the local cloud. */
  cloud: CloudConnection | undefined;
  /** Folder for the reports and journals of this stack. */
  folder: string;
  /** Signs in to the Azure of the stack, once. */
  azure(): Promise<AzureSession>;
  /** Outputs of the last `up`, with secrets in clear. */
  outputs(): ReturnType<typeof labOutputs>;
  /** The clock of the stack's cloud. */
  clock(): Promise<Clock>;
  /** The model that answers for the deployment; on the local cloud this call loads it. */
  model(
    say: (text: string) => void,
  ): Promise<{ kind: "planted" | "local" | "azure"; name: string }>;
  /** The faults of a local cloud that this command started with some. */
  faults?: (() => FaultReport) | undefined;
}

/** A stack whose configuration is valid. */
export interface StackSession extends StackHandle {
  config: LabConfig;
}

/**
 * Reads a stack's outputs, which are a lab's by construction.
 * @throws LabError `not-found` when there are none
 */
export async function labOutputs(
  engine: Pick<Engine, "outputs">,
  stack: Stack,
): Promise<{ outputs: LabOutputs; secretOutputs: string[] }> {
  const { outputs, secretOutputs } = await engine.outputs(stack);
  return { outputs: outputs as unknown as LabOutputs, secretOutputs };
}

/** A cloud on which stacks are opened: the local one, or Azure. They share its engine and sign-in. */
export interface OpenCloud {
  /** Set on the local cloud. */
  connection: CloudConnection | undefined;
  engine: Engine;
  /** Signs in, once. */
  azure(): Promise<AzureSession>;
  clock(): Promise<Clock>;
  open(options: StackOptions): Promise<StackHandle>;
  close(): Promise<void>;
}

/** Which stack to open, and with which settings. */
export interface StackOptions {
  stack: string;
  /** Settings of this command alone; they override those of the stack's files. */
  settings?: Record<string, string>;
  /**
   * Write down what this run decides where the settings do not say it, such as the date of expiry.
   * Only commands that create something may.
   */
  writes?: boolean;
}

/** Which cloud to open, and how. */
export interface CloudOptions {
  local?: boolean;
  /**
   * The engine that runs the program: by default the embedded one on the local cloud, the Pulumi
   * CLI on Azure.
   */
  engine?: "embedded" | "pulumi";
  /** Model behind the local deployment: `local`, `planted` or a GGUF file. */
  model?: string;
  /** Only a local cloud that outlives the command will do. */
  runningCloud?: boolean;
  /** The Spark that runs notebooks on a local cloud that this command starts. */
  spark?: Spark;
  /** Seed of the calls that fail on it. */
  faults?: number | undefined;
}

/** Which stack to open on which cloud. */
export interface SessionOptions extends StackOptions, CloudOptions {
  /**
   * What to do about a name that no stack has: refuse it (the default), ask whether to create it,
   * or create it.
   */
  unknownName?: "refuse" | "ask" | "create";
  /** The answer to that question, given in advance. */
  yes?: boolean;
}
