import type { ArgsDef } from "citty";
import type { LabConfig } from "../../../infra/config";
import type { LabOutputs } from "../../../infra/outputs";
import type { CloudConnection } from "../../cloud/connection";
import type { Spark } from "../../cloud/databricks";
import type { Engine, Stack } from "../../engine/engine";
import type { Clock } from "../../base/clock";
import type { AzureSession } from "../../lib/azure/session";

/** What one command works on: a stack, its configuration, its engine and its cloud. */
export interface StackSession {
  stack: Stack;
  config: LabConfig;
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
  close(): Promise<void>;
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

/** Which stack to open, and how. */
export interface SessionOptions {
  stack: string;
  local?: boolean;
  /** Settings of this command alone; they override those of the stack's files. */
  settings?: Record<string, string>;
  /**
   * Decide and write down the date of expiry where the stack has none. On the local cloud that
   * always happens.
   */
  expires?: boolean;
  /**
   * The engine that runs the program: by default the embedded one on the local cloud, the Pulumi
   * CLI on Azure.
   */
  engine?: "embedded" | "pulumi";
  /** Model behind the local deployment: `local`, `planted` or a GGUF file. */
  model?: string;
  /** The Spark that runs notebooks on a local cloud that this command starts. */
  spark?: Spark;
}

/** Arguments of every command that works on a stack. */
export const STACK_ARGS = {
  stack: {
    type: "positional",
    required: false,
    default: "dev",
    description: "the stack; its settings are in Pulumi.STACK.yaml",
  },
  local: { type: "boolean", description: "on the local cloud of this machine" },
} as const satisfies ArgsDef;

/** Arguments of commands that change a stack. */
export const ENGINE_ARG = {
  engine: {
    type: "enum",
    options: ["embedded", "pulumi"],
    description:
      "what runs the program: embedded (with --local the default) or pulumi, the CLI on the PATH",
  },
} as const satisfies ArgsDef;
