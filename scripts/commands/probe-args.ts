import type { ArgsDef } from "../lib/shell/args";
import { MODEL_ARG, STACK_ARGS } from "./shared-args";

/** What `lab probe` takes. */
export const PROBE_ARGS = {
  ...STACK_ARGS,
  ...MODEL_ARG,
  samples: {
    type: "string",
    default: "40",
    description: "answers per question, 2 to 1000",
    valueHint: "N",
  },
  conditions: {
    type: "string",
    default: "M0,M1",
    description: "system prompts to compare, by id of notebooks/prompts.json; M0 among them",
    valueHint: "IDS",
  },
  prompts: {
    type: "string",
    description: "own occupations and questions, in the format of notebooks/prompts.json",
    valueHint: "FILE",
    completes: "file",
  },
  seed: {
    type: "string",
    default: "1",
    description: "orders the questions and drives the resampling",
    valueHint: "N",
  },
  sequential: {
    type: "boolean",
    description:
      "test after every 8 answers per question, and stop as soon as every measure is decided",
  },
  compare: {
    type: "string",
    description:
      "a second deployment of the account: asked the same in the same blocks, and compared",
    valueHint: "DEPLOYMENT",
  },
  "max-tokens": {
    type: "string",
    description:
      "token budget of one answer; the lab's own by default, a reasoning model needs more",
    valueHint: "N",
  },
  out: {
    type: "string",
    description: "folder for journal and report; .lab/runs/STACK/probe by default",
    valueHint: "FOLDER",
    completes: "folder",
  },
  resume: { type: "boolean", description: "continue the run whose journal is in the folder" },
} as const satisfies ArgsDef;
