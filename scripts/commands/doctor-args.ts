import { RULE_IDS } from "../doctor/rule-ids";
import type { ArgsDef } from "../lib/shell/args";
import { STACK_ARGS } from "./shared-args";

/** What `lab doctor` takes. */
export const DOCTOR_ARGS = {
  ...STACK_ARGS,
  profile: {
    type: "enum",
    options: ["current", "seed"],
    description: "check this profile instead of the stack's own",
  },
  rule: {
    type: "string",
    description: "ask only these rules; --list has their ids",
    valueHint: "ID,...",
    offers: RULE_IDS,
  },
  list: { type: "boolean", description: "list the rules and ask nothing" },
  fix: {
    type: "boolean",
    description:
      "apply what is safe: register resource providers, purge the stack's own soft-deleted account",
  },
  suggest: { type: "boolean", description: "find the nearest configuration that works" },
  write: {
    type: "boolean",
    description: "with --suggest: write it into Pulumi.STACK.yaml, and keep the comments there",
  },
} as const satisfies ArgsDef;
