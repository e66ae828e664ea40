import type { ArgsDef } from "../lib/shell/args";

/** Arguments of every command that works on a stack. */
export const STACK_ARGS = {
  stack: {
    type: "positional",
    default: "dev",
    description: "the stack; its settings are in Pulumi.STACK.yaml",
    completes: "stack",
  },
  local: { type: "boolean", description: "use the local cloud on this machine" },
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

/** Argument of commands for which a model may be loaded. */
export const MODEL_ARG = {
  model: {
    type: "string",
    description: "what answers as gpt-35-turbo: a small real model, simulated text, or a GGUF file",
    valueHint: "local|planted|FILE.gguf",
    completes: "file",
  },
} as const satisfies ArgsDef;

/** Argument of commands that can start a local cloud of their own. */
export const FAULTS_ARG = {
  faults: {
    type: "string",
    description: "let some calls of the local cloud fail, as Azure's do; a number stands for which",
    valueHint: "SEED",
  },
} as const satisfies ArgsDef;
