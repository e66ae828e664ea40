/** What is given bad files, and the commands that read them. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { LabError, messageOf } from "../../infra/errors";
import { destroy } from "../../scripts/commands/destroy";
import { doctor } from "../../scripts/commands/doctor";
import { outputs } from "../../scripts/commands/outputs";
import { probe } from "../../scripts/commands/probe";
import { proof } from "../../scripts/commands/proof";
import { recover } from "../../scripts/commands/recover";
import { score } from "../../scripts/commands/score";
import { SPECS } from "../../scripts/commands/specs";
import { status } from "../../scripts/commands/status";
import { up } from "../../scripts/commands/up";
import type { LabCommand } from "../../scripts/lib/shell/command";
import { parseCommandLine } from "../../scripts/lib/shell/parse";
import { startCloudWithoutModel } from "../local-cloud";
import type { LocalStacks } from "../local-stacks";
import { answersFile, journalFile } from "./answers";
import { type BadLine, badLines } from "./command-lines";
import { badJson } from "./json";
import { faultOf, type End } from "./judge";
import type { NamedBadFile } from "./mutation";
import { badSettings } from "./settings";

/** One bad input. */
export interface FuzzInput {
  mutator: string;
  /** The input, for people. */
  shown: string;
  /** What is wrong with how a command ends on it; undefined when nothing is. */
  check: () => Promise<string | undefined>;
}

/** The bad inputs of one kind, as many of each mutator. */
export type Target = (each: number, seed: number) => FuzzInput[];

const fileTarget =
  (
    files: (each: number, seed: number) => NamedBadFile[],
    check: (file: NamedBadFile, k: number) => Promise<string | undefined>,
  ): Target =>
  (each, seed) =>
    files(each, seed).map((file, k) => ({
      mutator: file.mutator,
      shown: JSON.stringify(file.bytes.toString("utf8").slice(0, 2_000)),
      check: () => check(file, k),
    }));

/** They need names and a state, and no valid configuration. */
const LEAVING = [outputs, recover, proof, status, destroy];
/** They need a valid configuration. */
const NEEDING = [doctor, up, probe];

/** They change nothing, whatever their arguments are. */
const LOOKING: Record<string, LabCommand> = { outputs, proof, probe, score };

const pickFrom = <T>(items: readonly T[], k: number): T => items[k % items.length]!;
const codeOf = (error: unknown): unknown => (error instanceof LabError ? error.code : undefined);

const argsOf = (command: LabCommand, stack: string): string[] =>
  command === status ? [] : [stack, "--local"];

/** All targets, on one local cloud. `folder` is for the files of other worlds. */
export async function fuzzTargets(
  stacks: LocalStacks,
  folder: string,
): Promise<Record<string, Target>> {
  const name = "fuzzed";
  const stateFile = stacks.stateFile(name);
  const settingsFile = path.join(stacks.home, `Pulumi.${name}.yaml`);
  await stacks.make(name);
  const state = readFileSync(stateFile, "utf8");
  const run = (command: LabCommand): Promise<End> => stacks.run(command, ...argsOf(command, name));

  return {
    settings: fileTarget(badSettings, async ({ bytes, refusedFor }, k) => {
      writeFileSync(stateFile, state);
      writeFileSync(settingsFile, bytes);
      // Else a command that needs a configuration would do its work.
      const command = pickFrom(refusedFor === undefined ? LEAVING : [...LEAVING, ...NEEDING], k);
      const end = await run(command);
      rmSync(settingsFile);
      if (command === destroy) await stacks.make(name);
      if (LEAVING.includes(command) && codeOf(end.error) === "config")
        return `it needed a valid configuration: ${messageOf(end.error)}`;
      return faultOf(end, refusedFor);
    }),
    state: fileTarget(
      (each, seed) => badJson(state, each, seed, "state"),
      async ({ bytes, refusedFor }, k) => {
        writeFileSync(stateFile, bytes);
        const end = await run(pickFrom([...LEAVING, probe], k));
        await stacks.make(name);
        return faultOf(end, refusedFor);
      },
    ),
    "command lines": (each, seed) => badLines(each, seed).map((line) => lineInput(stacks, line)),
    ...(await worldTargets(stacks, path.join(folder, "world"), run)),
    journal: scoring(stacks, folder, journalFile(), "journal"),
    answers: scoring(stacks, folder, answersFile(), "answers"),
  };
}

/** Files of the local cloud: its log, and the file by which commands find it. */
async function worldTargets(
  { home }: LocalStacks,
  folder: string,
  run: (command: LabCommand) => Promise<End>,
): Promise<Record<string, Target>> {
  const start = (): Promise<{ stop: () => Promise<void> }> => startCloudWithoutModel({ folder });
  await (await start()).stop();
  const log = path.join(folder, "cloud.jsonl");
  const connection = path.join(home, "cloud.json");
  const [world, published] = [log, connection].map((file) => readFileSync(file, "utf8"));
  return {
    world: fileTarget(
      (each, seed) => badJson(world!, each, seed, "world"),
      async ({ bytes }) => {
        writeFileSync(log, bytes);
        const outcome = { exitCode: undefined, written: "", document: undefined };
        const error: unknown = await start().then(
          ({ stop }) => stop(),
          (reason: unknown) => reason,
        );
        return faultOf({ ...outcome, error });
      },
    ),
    connection: fileTarget(
      (each, seed) => badJson(published!, each, seed, "connection"),
      async ({ bytes }) => {
        writeFileSync(connection, bytes);
        const end = await run(outputs);
        writeFileSync(connection, published!);
        return faultOf(end);
      },
    ),
  };
}

/** Files that `lab score` reads. */
function scoring(stacks: LocalStacks, folder: string, text: string, name: string): Target {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.jsonl`);
  return fileTarget(
    (each, seed) => badJson(text, each, seed, name),
    async ({ bytes, refusedFor }) => {
      writeFileSync(file, bytes);
      return faultOf(await stacks.run(score, file, "--out", path.join(folder, name)), refusedFor);
    },
  );
}

/** A command line that is parsed, and that runs where it is accepted and its command changes nothing. */
function lineInput(stacks: LocalStacks, { mutator, argv, refusedFor }: BadLine): FuzzInput {
  const check = async (): Promise<string | undefined> => {
    const [name = "", ...args] = argv;
    const silent: End = { exitCode: 0, error: undefined, written: "", document: undefined };
    try {
      parseCommandLine(SPECS, argv, { version: "", width: 80 });
    } catch (error) {
      return faultOf({ ...silent, error });
    }
    if (refusedFor !== undefined) return faultOf(silent, refusedFor);
    const command = LOOKING[name];
    return command && faultOf(await stacks.run(command, ...args, ...localFlag(name)));
  };
  return { mutator, shown: JSON.stringify(argv).slice(0, 2_000), check };
}

const localFlag = (name: string): string[] => (name === "score" ? [] : ["--local"]);
