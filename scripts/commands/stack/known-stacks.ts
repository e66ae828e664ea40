import { existsSync, readdirSync } from "node:fs";
import * as path from "node:path";
import { LabError } from "../../../infra/errors";
import { type ListedStack, listStacks } from "../../engine/cli/stacks";
import { recordedStacks } from "../../engine/state/recorded";
import type { Console } from "../../lib/shell/console";
import { didYouMean } from "../../lib/shell/did-you-mean";
import { labHome, PROJECT, WORK_FOLDER } from "../../lib/stack/paths";
import { checkStackName, projectName } from "../../lib/stack/settings";
import type { SessionOptions } from "./session";

/** Folder of the `file://` backend in which local runs keep their states. */
export const localBackend = (env: NodeJS.ProcessEnv): string => path.join(labHome(env), "backend");

/** The stacks of one cloud that have settings or a state, sorted by name. */
export interface KnownStacks {
  names: string[];
  /** Those with a state in the CLI's backend. Empty on the local cloud. */
  listed: ListedStack[];
  /** Why the CLI's backend could not be asked. */
  unlisted: LabError | undefined;
}

/** The one answer to which stacks there are: those with a settings file, and those with a state. */
export async function knownStacks(local: boolean, env: NodeJS.ProcessEnv): Promise<KnownStacks> {
  const withSettings = settingsIn(WORK_FOLDER);
  if (local) {
    const states = await recordedStacks(localBackend(env), projectName(PROJECT));
    const names = sorted([...withSettings, ...settingsIn(labHome(env)), ...states]);
    return { names, listed: [], unlisted: undefined };
  }
  try {
    const listed = await listStacks(PROJECT, env);
    const names = sorted([...withSettings, ...listed.map(({ name }) => name)]);
    return { names, listed, unlisted: undefined };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { names: sorted(withSettings), listed: [], unlisted: error };
  }
}

const sorted = (names: string[]): string[] => [...new Set(names)].sort();

/** The stacks whose settings files are in a folder. */
export function settingsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
}

/**
 * Refuses a name that no stack has, or asks whether to create it.
 * @throws LabError `usage` with the nearest name and the names there are; `missing-tool` when only
 * the Pulumi CLI knows and it is not there
 */
export async function checkStackExists(
  { stack, local = false, unknownName = "refuse", yes = false }: SessionOptions,
  console: Console,
): Promise<void> {
  checkStackName(stack);
  if (unknownName === "create") return;
  const known = await knownStacks(local, console.env);
  if (known.names.includes(stack)) return;
  if (unknownName === "refuse") throw await unknownStack(stack, local, known, console.env);
  if (known.unlisted) throw known.unlisted;
  if (yes) return;
  const answer = await console.confirm(`There is no stack "${stack}" yet. Create it?`);
  if (answer === true) return;
  throw newStack(stack, local, known.names);
}

async function unknownStack(
  stack: string,
  local: boolean,
  { names, unlisted }: KnownStacks,
  env: NodeJS.ProcessEnv,
): Promise<LabError> {
  const message = `unknown stack "${stack}".${didYouMean(stack, names)}`;
  const existing =
    names.length === 0 ? "there is no stack yet" : `the stacks are ${names.join(", ")}`;
  if (unlisted)
    return new LabError(
      "usage",
      `${message} It has no settings file, and the Pulumi CLI could not be asked: ${unlisted.message}`,
      { cure: `${existing}; ${unlisted.cure ?? ""}`, cause: unlisted },
    );
  const elsewhere = await knownStacks(true, env);
  if (!local && elsewhere.names.includes(stack))
    return new LabError("usage", message, {
      cure: `"${stack}" is on the local cloud: add --local`,
    });
  return new LabError("usage", message, { cure: `${existing}: npx lab status` });
}

function newStack(stack: string, local: boolean, names: readonly string[]): LabError {
  const flag = local ? " --local" : "";
  return new LabError(
    "usage",
    `there is no stack "${stack}" yet, and this command would create it.${didYouMean(stack, names)}`,
    {
      where: `Pulumi.${stack}.yaml`,
      cure: `npx lab up ${stack}${flag} --yes, or write its settings file first`,
    },
  );
}
