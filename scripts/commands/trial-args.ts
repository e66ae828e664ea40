import type { ArgsDef } from "../lib/shell/args";
import { MODEL_ARG, STACK_ARGS } from "./shared-args";

/** Arguments of `lab trial`. */
export const TRIAL_ARGS = {
  stack: {
    type: "positional",
    default: "trial",
    description: "a stack that does not exist yet; the trial destroys it",
    completes: "stack",
  },
  local: STACK_ARGS.local,
  ...MODEL_ARG,
  cap: {
    type: "string",
    default: "5",
    description: "what it may cost at most, in US dollars at list prices",
    valueHint: "DOLLARS",
  },
  minutes: {
    type: "string",
    default: "120",
    description: "after how long it stops at the latest",
    valueHint: "MINUTES",
  },
  samples: {
    type: "string",
    default: "2",
    description: "answers per question of the probe",
    valueHint: "N",
  },
  "keep-going": {
    type: "boolean",
    description: "only note an answer that is not as the local cloud gives it",
  },
  yes: { type: "boolean", description: "agree to the costs without a question" },
} as const satisfies ArgsDef;
