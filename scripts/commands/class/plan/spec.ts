import type { CommandSpec } from "../../../lib/shell/command";
import { STACK_ARGS } from "../../shared-args";

/** The command line of `lab class plan`. */
export const PLAN_SPEC = {
  name: "class plan",
  summary: "say what a class needs, costs and takes, before anything is created",
  args: {
    roster: {
      type: "positional",
      required: true,
      description:
        "a list of people, as a learning system or an event site exports it: a file, a folder or a .zip",
      completes: "file",
    },
    name: {
      type: "string",
      description: "the name of the class; its settings are in Pulumi.NAME.yaml",
      valueHint: "NAME",
    },
    local: STACK_ARGS.local,
    layout: {
      type: "enum",
      options: ["auto", "isolated", "shared"],
      default: "auto",
      description: "a lab for each seat, one for all with a seat each, or what fits and costs less",
    },
    regions: {
      type: "string",
      description: "these regions alone, in this order",
      valueHint: "REGIONS",
    },
    hours: {
      type: "string",
      default: "3",
      description: "hours that the class works",
      valueHint: "HOURS",
    },
    expires: {
      type: "string",
      description: "when it may be deleted: a day, or a time; a week from now by default",
      valueHint: "TIME",
    },
    "minutes-a-day": {
      type: "string",
      description:
        "how long each seat's cluster may run from midnight to midnight; 0 for no limit. class stop --used-up holds students to it",
      valueHint: "MINUTES",
    },
    pseudonyms: {
      type: "boolean",
      description: "keep names and addresses out of the names of stacks, tags and the board",
    },
    domain: {
      type: "string",
      description: "added to logins that are no addresses",
      valueHint: "DOMAIN",
    },
    exclude: {
      type: "string",
      description: "addresses, logins or ids without a seat, with commas between",
      valueHint: "PEOPLE",
    },
    "include-inactive": {
      type: "boolean",
      description: "give seats also to people that a status or a role would leave out",
    },
    "name-column": {
      type: "string",
      description: "the heading of the names",
      valueHint: "HEADING",
    },
    "user-name-column": {
      type: "string",
      description: "the heading of the addresses or logins",
      valueHint: "HEADING",
    },
    "id-column": { type: "string", description: "the heading of the ids", valueHint: "HEADING" },
  },
  examples: [
    ["class plan roster.csv --name spring", "also after late rows: who has a seat keeps it"],
    ["class plan roster.csv --name spring --local", "on this machine"],
  ],
} as const satisfies CommandSpec;
