import type { ArgsDef } from "../../lib/shell/args";
import type { CommandSpec } from "../../lib/shell/command";
import { FAULTS_ARG, MODEL_ARG } from "../shared-args";
import { SHELLS } from "./clients/shell-text";

/** The command line of `lab cloud`. */

const spec = <const T extends ArgsDef>(one: CommandSpec<T>): CommandSpec<T> => one;

/** Arguments with which a local cloud starts. */
const START_ARGS = {
  ...MODEL_ARG,
  port: {
    type: "string",
    description: "the port of Resource Manager; sign-in, control and the rest have those after it",
    valueHint: "N",
  },
  world: {
    type: "string",
    description: "what the subscription has: quotas, models with their dates, policies, principals",
    valueHint: "FILE",
    completes: "file",
  },
  snapshot: {
    type: "string",
    description: "begin as a copy of a world: the .lab/cloud.jsonl of some local cloud",
    valueHint: "FILE",
    completes: "file",
  },
  ...FAULTS_ARG,
} as const satisfies ArgsDef;

/** Which account and workspace the variables of clients lead to, where there are several. */
const TARGET_ARGS = {
  account: {
    type: "string",
    description: "the Azure OpenAI account of AZURE_OPENAI_*, where there are several",
    valueHint: "NAME",
  },
  workspace: {
    type: "string",
    description: "the Databricks workspace of DATABRICKS_*, where there are several",
    valueHint: "NAME",
  },
} as const satisfies ArgsDef;

/** The commands, in the order of the help. */
export const CLOUD_SPECS = {
  cloud: spec({
    name: "cloud",
    summary: "run the local cloud: until Ctrl-C, or in the background with `lab cloud start`",
    args: START_ARGS,
    examples: [["cloud", "for pulumi, az, SDKs or a notebook in another terminal"]],
  }),
  "cloud start": spec({
    name: "cloud start",
    summary: "run the local cloud in the background, until `lab cloud stop`",
    args: START_ARGS,
    examples: [
      ["cloud start --model planted", "ready in seconds: the answers are simulated"],
      ["cloud start --port 4566 --world quotas.yaml", "the same addresses and quotas everywhere"],
    ],
  }),
  "cloud stop": spec({
    name: "cloud stop",
    summary: "end the running local cloud, and keep its resources",
    args: {},
    examples: [["cloud stop", "`npx lab cloud start` continues with the same world"]],
  }),
  "cloud status": spec({
    name: "cloud status",
    summary: "say whether a local cloud runs, and where",
    args: {},
    examples: [["cloud status --json", "its addresses, without a secret"]],
  }),
  "cloud open": spec({
    name: "cloud open",
    summary: "show the local cloud's page, with the rendered notebooks, in the browser",
    args: { print: { type: "boolean", description: "print the link and open nothing" } },
    examples: [["cloud open --print", "a link for one visit within ten minutes"]],
  }),
  "cloud env": spec({
    name: "cloud env",
    summary: "print the variables for az, pulumi, and the SDKs of Azure, OpenAI and Databricks",
    args: {
      shell: {
        type: "enum",
        options: SHELLS,
        default: "bash",
        description: "the form of the lines; bash is also right for sh and zsh",
      },
      ...TARGET_ARGS,
    },
    examples: [
      ["cloud env", 'as in: eval "$(npx lab cloud env)"'],
      ["cloud env --shell dotenv > local.env", "for `docker run --env-file`, or an editor"],
    ],
  }),
  "cloud run": spec({
    name: "cloud run",
    summary: "run a program with those variables, away from your own sign-in to Azure",
    args: {
      ...TARGET_ARGS,
      command: { type: "rest", description: "behind `--`: the program and its arguments" },
    },
    examples: [
      ["cloud run -- az group list", "any client of Azure, unchanged"],
      ["cloud run -- python notebook.py", "with AZURE_OPENAI_* and DATABRICKS_* set"],
    ],
  }),
  "cloud reset": spec({
    name: "cloud reset",
    summary: "delete everything in the local cloud, and begin anew at the next start",
    args: { yes: { type: "boolean", description: "do not ask before deleting" } },
    examples: [["cloud reset --yes", "without a question"]],
  }),
};
