import { LabError } from "../../../infra/errors";

/** What the exit codes of one command say, beside those that every command has. */
interface ExitCodes {
  0: string;
  1?: string;
  3?: string;
  /** Whether 1 is an answer of the command: then no error may end with it. */
  oneIsAnAnswer?: true;
}

/** Codes of every command. An error of the program itself is 2, never the code of an answer. */
const EVERY_COMMAND = {
  2: "could not run or could not look, and the message says why",
  130: "interrupted with Ctrl-C, and the same command continues where it stopped",
} as const;

/** The one table of exit codes: help, README and the shell read it. */
export const EXIT_CODES = {
  rehearse: { 0: "finished, whatever the verdict", 1: "a step failed, or something is left" },
  demo: { 0: "finished, whatever the verdict", 1: "a step failed, or something is left" },
  cloud: { 0: "ended with Ctrl-C" },
  "cloud start": { 0: "it runs" },
  "cloud open": { 0: "opened, or printed" },
  "cloud stop": { 0: "it does not run" },
  "cloud status": { 0: "it runs", 1: "it does not run", oneIsAnAnswer: true },
  "cloud env": { 0: "printed" },
  "cloud run": { 0: "the program ended with 0; any other code is the program's own" },
  "cloud reset": { 0: "the world and the states of its stacks are deleted" },
  doctor: {
    0: "nothing that Azure would refuse",
    1: "Azure would refuse this configuration",
    oneIsAnAnswer: true,
  },
  up: { 0: "everything is up", 1: "something failed or was refused" },
  cost: { 0: "printed; a price that is not known is named" },
  watch: {
    0: "nothing ends within the horizon",
    1: "something ends within it, or has ended",
    oneIsAnAnswer: true,
  },
  trial: {
    0: "no surprise, and nothing is left",
    1: "something was surprising, or is left",
    oneIsAnAnswer: true,
  },
  bug: { 0: "written, also where the doctor could not be asked" },
  status: { 0: "listed; with `--prune`, removed where the answer was yes" },
  outputs: { 0: "printed" },
  probe: { 0: "within margin", 1: "difference", 3: "inconclusive", oneIsAnAnswer: true },
  score: { 0: "within margin", 1: "difference", 3: "inconclusive", oneIsAnAnswer: true },
  open: { 0: "opened, or printed" },
  recover: { 0: "consistent", 1: "something failed" },
  destroy: { 0: "nothing is left", 1: "something failed, was refused, or is left" },
  proof: { 0: "nothing is left", 1: "something is left", oneIsAnAnswer: true },
  "class plan": {
    0: "the class is possible",
    1: "it is not, and the smallest change that makes it so is named",
    oneIsAnAnswer: true,
  },
  "class up": { 0: "every seat is ready", 1: "some seats failed, and are named" },
  "class status": { 0: "printed" },
  "class report": {
    0: "within margin",
    1: "difference",
    3: "inconclusive",
    oneIsAnAnswer: true,
  },
  "class start": { 0: "every cluster answers", 1: "some seats failed, and are named" },
  "class stop": {
    0: "every cluster is off; with `--used-up`, every one whose minutes are used up",
    1: "some seats failed, and are named",
  },
  "class reset": { 0: "the seats are ready", 1: "some seats failed, and are named" },
  "class extend": { 0: "the expiry is moved", 1: "some seats failed, and are named" },
  "class verify": {
    0: "every seat is as its settings say",
    1: "some seats differ, and are named",
  },
  "class instructors": {
    0: "listed, or as asked in every workspace",
    1: "some workspaces failed, and are named",
  },
  "class recover": { 0: "every seat is consistent", 1: "some seats failed, and are named" },
  "class destroy": {
    0: "nothing is left of any seat",
    1: "something failed, was refused, or is left",
  },
  "class export": { 0: "printed" },
  "class forget": { 0: "this machine keeps nothing of it", 1: "the answer was no" },
  completion: { 0: "printed" },
} as const satisfies Record<string, ExitCodes>;

/** The name of a command. */
export type CommandName = keyof typeof EXIT_CODES;

/** The codes of one command with their meanings, in order. */
export function exitCodesOf(name: CommandName): [code: number, meaning: string][] {
  const { oneIsAnAnswer: _, ...own } = EXIT_CODES[name] as ExitCodes;
  return Object.entries({ ...own, ...EVERY_COMMAND }).map(([code, text]) => [Number(code), text]);
}

/** The table as the README prints it. */
export function exitCodeTable(): string {
  const rows = Object.entries<ExitCodes>(EXIT_CODES).map(
    ([name, codes]) => `| \`${name}\` | ${codes[0]} | ${codes[1] ?? "–"} | ${codes[3] ?? "–"} |`,
  );
  const every = Object.entries(EVERY_COMMAND).map(([code, meaning]) => `${code}: ${meaning}.`);
  return [
    "| exit code of | 0 | 1 | 3 |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    `Every command also has ${every.join(" ")}`,
  ].join("\n");
}

/** Errors of work that began: other errors mean that a command could not run. */
const FAILURES = new Set(["deployment", "notebook", "data-loss"]);
const COULD_NOT_RUN = 2;
const INTERRUPTED = 130;

/** The code with which a command ends after an error. */
export function exitCodeOf(error: unknown, name: CommandName): number {
  if (!(error instanceof LabError)) return COULD_NOT_RUN;
  if (error.code === "interrupted") return INTERRUPTED;
  const { oneIsAnAnswer } = EXIT_CODES[name] as ExitCodes;
  return FAILURES.has(error.code) && !oneIsAnAnswer ? 1 : COULD_NOT_RUN;
}
