/** Which command lines of documents a test cannot run as they are, each with the reason. */

export interface Exception {
  command: RegExp;
  reason: string;
}

export interface Substitution extends Exception {
  /** What runs instead. */
  by: string;
}

/** Command lines that nothing here can run. */
export const NOT_RUN: readonly Exception[] = [
  {
    command: /^npm ci( --omit=dev)?$/,
    reason: "it installs from a registry; .ci/run does it on a new machine",
  },
  {
    command: /^npm start$/,
    reason: "the local model takes minutes; `npm start -- --model planted` runs all else of it",
  },
  {
    command: /^(npm run|npx lab) demo\b/,
    reason: "a class of thirty takes two minutes; test/e2e/demo.test.ts runs one of three",
  },
  {
    command: /--ready-by/,
    reason:
      "it waits until then; test/class/times.test.ts reads bells on a clock that is passed in",
  },
  {
    command: /^npx lab trial\b/,
    reason: "it is five commands in processes of their own; test/e2e/trial.test.ts runs it",
  },
  {
    command: /^npx lab cloud (start|stop|reset)\b/,
    reason:
      "a cloud runs while a document is typed; test/e2e/cloud.test.ts starts and ends its own",
  },
  {
    command: /^npx lab cloud run -- az\b/,
    reason: "az may not be here; test/commands/cloud/clients.test.ts runs another program",
  },
  {
    command: /^eval "\$\(npx lab cloud env\)"/,
    reason: "it would change the shell of the lines after it; test/commands/cloud/clients has it",
  },
  {
    command: /^(pip install pulumi|npx lab cloud run -- pulumi)\b/,
    reason: "the Pulumi CLI is in no package registry; test/e2e/pulumi-python.test.ts uses it",
  },
  {
    command: /^docker /,
    reason:
      "a container engine may not be here; test/e2e/container.test.ts runs what the image holds",
  },
  { command: /^az /, reason: "it signs in to Azure, or changes who may" },
  {
    command: /^export ARM_/,
    reason: "it signs in to Azure; test/providers/sign-in.test.ts has each set of variables",
  },
  {
    command: /^pulumi \w+ --policy-pack/,
    reason:
      "the embedded engine runs no policy pack; test/infra/policy/index.test.ts asks this one",
  },
  {
    command: /^pulumi (login|stack init|config set)\b/,
    reason: "the Pulumi CLI is in no package registry; test/e2e/pulumi-cli*.test.ts use it",
  },
];

/** Command lines of which another form runs. */
export const SUBSTITUTED: readonly Substitution[] = [
  {
    command: /^npm -s start --/,
    by: "npx lab rehearse",
    reason: "npm would begin the process that is warm here",
  },
  {
    command: /^npm run probe\b/,
    by: "npx lab probe --model planted --samples 2",
    reason: "the local model takes minutes, and many answers take long to score",
  },
  {
    command: /^pulumi up\b/,
    by: "npx lab up",
    reason: "the Pulumi CLI is in no package registry; the embedded engine runs the same program",
  },
  {
    command: /^pulumi destroy\b/,
    by: "npx lab destroy",
    reason: "the Pulumi CLI is in no package registry; the embedded engine runs the same program",
  },
  {
    command: /docs\/roster\.csv --name spring/,
    by: "three.csv --name spring",
    reason: "thirty seats take long: the first three people of the list",
  },
  {
    command: /\b20\d\d(?=-\d\d-\d\d)/g,
    by: String(new Date().getFullYear() + 1),
    reason: "a day of a document must lie ahead of whoever types it",
  },
];

export const reasonNotToRun = (command: string): string | undefined =>
  NOT_RUN.find((one) => one.command.test(command))?.reason;

/** The line that runs for one of a document. */
export const runnable = (command: string): string =>
  SUBSTITUTED.reduce((text, { command: from, by }) => text.replace(from, by), command);
