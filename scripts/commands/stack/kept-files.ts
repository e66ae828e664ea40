/** What commands keep under the folder of local files, each part of which can be removed alone. */
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import * as path from "node:path";
import { classFolder } from "../../class/class-store";
import { recordedStacks } from "../../engine/state/recorded";
import { PROJECT } from "../../lib/stack/paths";
import { projectName, settingsFile } from "../../lib/stack/settings";
import { settingsIn } from "./known-stacks";

/**
 * What a part is: record, journal and pages of a class; of a stack its answers, settings or state; or
 * what belongs to no stack, such as the local cloud.
 */
export type KeptKind = "class" | "answers" | "settings" | "state" | "rest";

/** One part. */
export interface KeptFiles {
  kind: KeptKind;
  /** Of the class or the stack; of the rest, a file's. */
  name: string;
  /** Relative to the folder of local files. */
  paths: string[];
  bytes: number;
  /** When the newest of its files was written, as ISO text. */
  changed: string;
}

/** Where the CLI and our engine keep what they know of a stack in a `file://` backend. */
const STATE_PLACES = [".pulumi/stacks", ".pulumi/backups", ".pulumi/history"] as const;

/** What is listed as another kind. */
const OWN = /^(classes|runs|backend|Pulumi\..+\.yaml)$/;

/** Every part, by kind and name. */
export async function keptFiles(home: string): Promise<KeptFiles[]> {
  const states = await recordedStacks(path.join(home, "backend"), projectName(PROJECT));
  const rest = namesIn(home).filter((file) => !OWN.test(file));
  return [
    ...namesIn(path.join(home, "classes")).flatMap((name) => keptOf(home, "class", name)),
    ...namesIn(path.join(home, "runs")).flatMap((name) => keptOf(home, "answers", name)),
    ...settingsIn(home)
      .sort()
      .flatMap((name) => keptOf(home, "settings", name)),
    ...states.flatMap((name) => keptOf(home, "state", name)),
    ...rest.flatMap((name) => keptOf(home, "rest", name)),
  ];
}

/** One part; none where nothing is there. */
export function keptOf(home: string, kind: KeptKind, name: string): KeptFiles[] {
  const paths = PLACES[kind](home, name).filter((file) => existsSync(file));
  if (paths.length === 0) return [];
  const files = paths.flatMap(filesIn).map((file) => statSync(file));
  const newest = Math.max(...files.map(({ mtimeMs }) => mtimeMs));
  return [
    {
      kind,
      name,
      paths: paths.map((file) => path.relative(home, file)),
      bytes: files.reduce((sum, { size }) => sum + size, 0),
      changed: new Date(newest).toISOString(),
    },
  ];
}

/** Deletes a part. */
export function removeKept(home: string, { paths }: KeptFiles): void {
  for (const file of paths) rmSync(path.join(home, file), { recursive: true, force: true });
}

const PLACES: Record<KeptKind, (home: string, name: string) => string[]> = {
  class: (home, name) => [classFolder(home, name)],
  answers: (home, name) => [path.join(home, "runs", name)],
  settings: (home, name) => [settingsFile(home, name)],
  rest: (home, name) => [path.join(home, name)],
  state: (home, name) =>
    STATE_PLACES.flatMap((place) => {
      const folder = path.join(home, "backend", place, projectName(PROJECT));
      // Beside a state are its backup and the attributes that older CLIs keep.
      const own = namesIn(folder).filter(
        (file) => file === name || file.startsWith(`${name}.json`),
      );
      return own.map((file) => path.join(folder, file));
    }),
};

const namesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).sort() : [];

/** A file itself, or all that a folder holds, and the folder where it is empty. */
function filesIn(file: string): string[] {
  if (!statSync(file).isDirectory()) return [file];
  const inside = readdirSync(file).flatMap((name) => filesIn(path.join(file, name)));
  return inside.length > 0 ? inside : [file];
}
