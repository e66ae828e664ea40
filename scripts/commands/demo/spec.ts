import type { CommandSpec } from "../../lib/shell/command";

/** The command line of `lab demo`. */
export const DEMO_SPEC = {
  name: "demo",
  summary: "run a whole class on this machine: up, a broken seat, answers, report, destroy, proof",
  args: {
    roster: {
      type: "string",
      description: "the list of people (default: docs/roster.csv, thirty made-up ones)",
      valueHint: "FILE",
      completes: "file",
    },
  },
  examples: [["demo", "thirty seats in two minutes, without a cloud account"]],
} as const satisfies CommandSpec;
