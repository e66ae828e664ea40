import type { ArgsDef } from "citty";
import type { LabConfig } from "../../../infra/config";
import type { LabOutputs } from "../../../infra/outputs";
import type { CloudConnection } from "../../cloud/connection";
import type { Spark } from "../../cloud/databricks";
import type { Engine, Stack } from "../../engine/engine";
import type { Clock } from "../../base/clock";
import type { AzureSession } from "../../lib/azure/session";

/** A stack, the engine for it and the cloud under it, for the length of one command. */
export interface StackSession {
  stack: Stack;
  config: LabConfig;
  engine: Engine;
  /** Set on the local cloud. */
  cloud: CloudConnection | undefined;
  /** Where reports and journals of this stack go. */
  folder: string;
  /** The Azure that the stack is on, signed in to once. */
  azure(): Promise<AzureSession>;
  /** Outputs of the last `up`, in clear. */
  outputs(): Promise<{ outputs: LabOutputs; secretOutputs: string[] }>;
  /** The clock of the cloud the stack is on. */
  clock(): Promise<Clock>;
  /** What answers as the deployment; on the local cloud this opens it. */
  model(
    say: (text: string) => void,
  ): Promise<{ kind: "planted" | "local" | "azure"; name: string }>;
  close(): Promise<void>;
}

export interface SessionOptions {
  stack: string;
  local?: boolean;
  /** Settings that hold for this command alone, over those of the stack's files. */
  settings?: Record<string, string>;
  /** Without a date of its own the stack gets one on which it expires, once and for all. A local one always has it. */
  expires?: boolean;
  /** What runs the program: by default the embedded engine on the local cloud, the Pulumi CLI on Azure. */
  engine?: "embedded" | "pulumi";
  /** Model behind the local deployment: `local`, `planted` or a GGUF file. */
  model?: string;
  /** What runs notebooks on a local cloud that this command hosts. */
  spark?: Spark;
}

export const STACK_ARGS = {
  stack: {
    type: "positional",
    required: false,
    default: "dev",
    description: "the stack; its settings are in Pulumi.STACK.yaml",
  },
  local: { type: "boolean", description: "on the local cloud of this machine" },
} as const satisfies ArgsDef;

/** For commands that change a stack. */
export const ENGINE_ARG = {
  engine: {
    type: "enum",
    options: ["embedded", "pulumi"],
    description:
      "what runs the program: embedded (with --local the default) or pulumi, the CLI on the PATH",
  },
} as const satisfies ArgsDef;
