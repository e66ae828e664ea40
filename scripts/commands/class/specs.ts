import type { ArgsDef } from "../../lib/shell/args";
import type { CommandSpec } from "../../lib/shell/command";
import { ENGINE_ARG, STACK_ARGS } from "../shared-args";
import { EXPORT_SPEC } from "./export/spec";
import { PLAN_SPEC } from "./plan/spec";

/** The command line of `lab class`. */

const spec = <const T extends ArgsDef>(one: CommandSpec<T>): CommandSpec<T> => one;

/** Arguments of every command that works on a class. */
export const CLASS_ARGS = {
  class: {
    type: "positional",
    required: true,
    description: "the name that the class was planned with",
  },
  local: STACK_ARGS.local,
} as const satisfies ArgsDef;

const SEAT_ARG = {
  seat: {
    type: "string",
    description: "these seats alone, by their names in `lab class status`, with commas between",
    valueHint: "SEATS",
  },
} as const satisfies ArgsDef;

/** Arguments of every command that runs one operation on many seats. */
export const FLEET_ARGS = {
  ...CLASS_ARGS,
  ...SEAT_ARG,
  shard: {
    type: "string",
    description:
      "the I-th of N shards of the seats, without what they share; or class, for that alone. For runs on several machines",
    valueHint: "I/N",
  },
  "keep-going": {
    type: "boolean",
    description: "begin more seats although the last ones failed in the same way",
  },
  ...ENGINE_ARG,
} as const satisfies ArgsDef;

const YES_ARG = {
  yes: { type: "boolean", description: "do not ask before deleting" },
} as const satisfies ArgsDef;

/** The commands on a class, in the order of the help. */
export const CLASS_SPECS = {
  "class plan": PLAN_SPEC,
  "class up": spec({
    name: "class up",
    summary: "bring every seat of a class up",
    args: FLEET_ARGS,
    examples: [
      ["class up spring", "also to continue what was interrupted, and for late rows of the roster"],
      ["class up spring --seat ada,grace", "two seats alone"],
      ["class up spring --shard 2/3", "the second of three machines"],
    ],
  }),
  "class status": spec({
    name: "class status",
    summary: "show every seat of a class, with its state and why",
    args: {
      ...CLASS_ARGS,
      ...ENGINE_ARG,
      watch: { type: "boolean", description: "serve the board on this machine, and renew it" },
    },
    examples: [
      ["class status spring", "as a table, and as a page, hand-outs and CSV"],
      ["class status spring --watch", "a page that renews itself, until Ctrl-C"],
    ],
  }),
  "class report": spec({
    name: "class report",
    summary: "measure the answers of all seats together, and write a page for the projector",
    args: {
      ...CLASS_ARGS,
      ...ENGINE_ARG,
    },
    examples: [
      ["class report spring", "the class's verdict, and who is not in it"],
      ["class report spring --json", "the same with every figure"],
    ],
  }),
  "class start": spec({
    name: "class start",
    summary: "turn the seats' clusters on, and wait until they answer",
    args: {
      ...FLEET_ARGS,
      "ready-by": {
        type: "string",
        description: "wait, and start in time for this bell: 09:00, or a time with its zone",
        valueHint: "TIME",
      },
    },
    examples: [
      ["class start spring", "at once"],
      ["class start spring --ready-by 09:00", "the evening before; the command waits"],
    ],
  }),
  "class stop": spec({
    name: "class stop",
    summary: "turn the seats' clusters off; files and settings stay",
    args: {
      ...FLEET_ARGS,
      "used-up": {
        type: "boolean",
        description:
          "only where the minutes of the day are used up: who used them cannot start before midnight. Gives the others that right back",
      },
    },
    examples: [
      ["class stop spring", "after the lesson"],
      ["class stop spring --used-up", "every few minutes, by a scheduler"],
    ],
  }),
  "class reset": spec({
    name: "class reset",
    summary: "give seats back as they were on the first day",
    args: { ...FLEET_ARGS, ...YES_ARG },
    examples: [["class reset spring --seat ada", "her work is deleted"]],
  }),
  "class extend": spec({
    name: "class extend",
    summary: "move the expiry of a class, or of some of its seats, at once",
    args: {
      ...FLEET_ARGS,
      until: {
        type: "positional",
        required: true,
        description: "a day, or a time; with its zone, or in that of this machine",
      },
    },
    examples: [
      ["class extend spring 2027-01-31T18:00", "all seats"],
      ["class extend spring 2027-01-31 --seat ada", "one seat"],
    ],
  }),
  "class verify": spec({
    name: "class verify",
    summary: "compare every seat in the cloud with its settings",
    args: {
      ...FLEET_ARGS,
      fix: {
        type: "boolean",
        description:
          "bring the seats that differ up again, hold them to their minutes of today, and end what instructors had for a time",
      },
    },
    examples: [
      ["class verify spring", "changes nothing"],
      ["class verify spring --fix", "mends what was changed by hand"],
    ],
  }),
  "class instructors": spec({
    name: "class instructors",
    summary: "list who manages the workspaces of a class; add a person for a time, or remove one",
    args: {
      ...CLASS_ARGS,
      ...ENGINE_ARG,
      add: {
        type: "string",
        description: "make this person an admin of the class's workspaces",
        valueHint: "ADDRESS",
      },
      until: {
        type: "string",
        description: "with --add: when that ends, a day or a time; a sweep then removes the right",
        valueHint: "TIME",
      },
      remove: {
        type: "string",
        description: "end it now; who was an admin before the class stays one",
        valueHint: "ADDRESS",
      },
    },
    examples: [
      ["class instructors spring", "who is an admin where, and until when"],
      ["class instructors spring --add tutor@example.edu --until 2027-01-31", "for a time"],
      ["class instructors spring --remove tutor@example.edu", "at once"],
    ],
  }),
  "class recover": spec({
    name: "class recover",
    summary: "bring the interrupted seats of a class to a consistent state",
    args: FLEET_ARGS,
    examples: [["class recover spring --local", "after a run was killed"]],
  }),
  "class destroy": spec({
    name: "class destroy",
    summary: "delete every seat of a class, then check that nothing is left",
    args: {
      ...FLEET_ARGS,
      ...YES_ARG,
      expired: {
        type: "boolean",
        description: "only the seats whose expiry is over, and the rights of instructors",
      },
      removed: { type: "boolean", description: "only the seats whose rows left the roster" },
      orphans: {
        type: "boolean",
        description: "only what bears the class's tags and no state records; without --yes a list",
      },
    },
    examples: [
      ["class destroy spring --yes", "the seats, then what they share"],
      ["class destroy spring --expired --yes", "for a scheduler"],
      ["class destroy spring --orphans", "list what lost its state; --yes deletes it"],
    ],
  }),
  "class export": EXPORT_SPEC,
  "class forget": spec({
    name: "class forget",
    summary: "remove the roster, the journal and the answers of a class from this machine",
    args: {
      ...CLASS_ARGS,
      force: {
        type: "boolean",
        description:
          "although stacks of it stand, or nobody can say whether they do; their settings and states stay",
      },
      yes: { type: "boolean", description: "do not ask before removing" },
    },
    examples: [
      ["class forget spring", "after its end: nothing else removes them, whatever their age"],
      ["class forget spring --yes", "for a scheduler"],
    ],
  }),
};
