import { LabError } from "../../../infra/errors";
import { stacksOfClass } from "../../class/class-stacks";
import { classFolder, readClassRecord } from "../../class/class-store";
import { isOver } from "../../class/times";
import { type KeptFiles, keptFiles } from "../stack/kept-files";
import { standingLocally, standingOnAzure } from "../stack/standing-stacks";

/** A part of what this machine keeps; `usedBy` says what needs it, and is null where nothing does. */
export interface KeptRow extends KeptFiles {
  usedBy: string | null;
}

/** A class, with the stacks that it has or had. */
interface KnownClass {
  name: string;
  /** Empty where its folder cannot be read. */
  stacks: ReadonlySet<string>;
  owns: (stack: string) => boolean;
  isLocal: boolean;
  /** Why it is kept although none of its stacks stands. */
  usedBy: string | null;
}

/** What uses a stack's files; null where nothing does. */
type StackUse = (stack: string) => string | null;

const UNLISTED = "it may stand on Azure, whose stacks could not be listed";

/**
 * All that this machine keeps, and what needs it: a stack that stands, or may, or a class before its
 * end.
 * @param now milliseconds since the epoch
 */
export async function readKept(
  home: string,
  env: NodeJS.ProcessEnv,
  now: number,
): Promise<KeptRow[]> {
  const parts = await keptFiles(home);
  const classes = parts
    .filter(({ kind }) => kind === "class")
    .map(({ name }) => knownClass(home, name, now));
  const stackUse = await stackUseOf(parts, classes, env);
  return parts.map((part) => ({ ...part, usedBy: useOf(part, classes, stackUse) }));
}

function useOf(part: KeptFiles, classes: readonly KnownClass[], stackUse: StackUse): string | null {
  if (part.kind === "rest") return "it belongs to no single stack";
  if (part.kind !== "class") {
    const own = classes.find(({ owns }) => owns(part.name));
    return stackUse(part.name) ?? own?.usedBy ?? null;
  }
  const own = classes.find(({ name }) => name === part.name)!;
  const uses = [...own.stacks].map(stackUse);
  return own.usedBy ?? uses.find((use) => use !== null) ?? null;
}

/** What needs the files of a stack: itself where it stands. Without a list, one on Azure may. */
async function stackUseOf(
  parts: readonly KeptFiles[],
  classes: readonly KnownClass[],
  env: NodeJS.ProcessEnv,
): Promise<StackUse> {
  const local = await standingLocally(env);
  const azure = await standingOnAzure(env).catch(orUnlisted);
  const isLocal = (stack: string): boolean =>
    parts.some(({ kind, name }) => name === stack && (kind === "settings" || kind === "state")) ||
    classes.some((one) => one.isLocal && one.owns(stack));
  return (stack) => {
    if (local.has(stack)) return `${stack} stands on the local cloud`;
    if (azure === undefined) return isLocal(stack) ? null : UNLISTED;
    return azure.has(stack) ? `${stack} stands on Azure` : null;
  };
}

function orUnlisted(error: unknown): undefined {
  if (!(error instanceof LabError)) throw error;
}

/** What the folder of a class tells; where it cannot be read, all stacks named like it are its. */
function knownClass(home: string, name: string, now: number): KnownClass {
  const folder = classFolder(home, name);
  try {
    const record = readClassRecord(folder);
    const stacks = stacksOfClass(folder, name, record);
    const isAhead = record !== undefined && !isOver(record.expires, now);
    return {
      name,
      isLocal: record?.cloud === "local",
      stacks,
      owns: (stack) => stacks.has(stack),
      usedBy: isAhead ? `class ${name} ends at ${record.expires}` : null,
    };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const owns = (stack: string): boolean => stack.startsWith(`${name}-`);
    const stacks = new Set<string>();
    return { name, isLocal: false, stacks, owns, usedBy: "what the class is cannot be read" };
  }
}
