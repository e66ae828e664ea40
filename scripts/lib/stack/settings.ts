import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { type Document, parse, parseDocument } from "yaml";
import { LabError, messageOf } from "../../../infra/errors";
import { isJsonObject } from "../../../infra/json-object";
import { replaceFileSync } from "../../base/atomic-file";
import { workFolder } from "../../base/folders";
import { readSettingsFile } from "./settings-file";

/**
 * The configuration of one stack as an engine expects it: `namespace:key` to text, structured
 * values as JSON text.
 */
export interface StackSettings {
  project: string;
  stack: string;
  config: Record<string, string>;
  /** The file that each value comes from, by `namespace:key`; defaults of Pulumi.yaml have none. */
  origins: Record<string, string>;
}

interface ProjectFile {
  name: string;
  config?: Record<string, unknown>;
}

/** How `readSettings` reads. */
export interface ReadOptions {
  /**
   * A file of the same form that belongs to this machine: what a local run decided, such as
   * `expires`. What the user wrote into Pulumi.<stack>.yaml wins over it.
   */
  decided?: string;
  /** Receives the error of a file that is left out. Without it, such a file ends the reading. */
  onInvalid?: (error: LabError) => void;
}

/**
 * Merges the defaults of Pulumi.yaml, the decisions of a local run and the settings of
 * Pulumi.<stack>.yaml; a later one wins.
 * @param folder the project; the settings of an installed package are where it is called from
 * @throws LabError `config` when a file cannot be read; `usage` for an impossible stack name
 */
export function readSettings(
  folder: string,
  stack: string,
  { decided, onInvalid }: ReadOptions = {},
): StackSettings {
  checkStackName(stack);
  const settings = workFolder(folder, process.cwd());
  const project = readProject(folder);
  const config: Record<string, string> = {};
  const origins: Record<string, string> = {};
  for (const [key, declared] of Object.entries(project.config ?? {})) {
    const value = isJsonObject(declared) ? (declared.default ?? declared.value) : declared;
    if (value !== undefined) config[qualified(project.name, key)] = settingText(value);
  }
  const files = [decided, settingsFile(settings, stack)].filter((file) => file !== undefined);
  for (const file of files.filter((one) => existsSync(one))) {
    try {
      for (const [key, value] of Object.entries(readSettingsFile(file))) {
        config[key] = settingText(value);
        origins[key] = nameFrom(settings, file);
      }
    } catch (error) {
      if (!onInvalid || !(error instanceof LabError)) throw error;
      onInvalid(error);
    }
  }
  return { project: project.name, stack, config, origins };
}

/** @throws LabError `usage` for a name that Pulumi does not accept */
export function checkStackName(stack: string): void {
  if (/^[A-Za-z0-9_.-]{1,100}$/.test(stack)) return;
  throw new LabError("usage", `"${stack}" cannot be a stack name`, {
    cure: "use letters, digits, hyphens, underscores and periods",
  });
}

/** The name of the project whose folder this is. */
export const projectName = (folder: string): string => readProject(folder).name;

function readProject(folder: string): ProjectFile {
  const file = path.join(folder, "Pulumi.yaml");
  try {
    const project = parseProject(readFileSync(file, "utf8"));
    if (typeof project?.name === "string") return project;
  } catch (cause) {
    throw new LabError("config", `cannot read Pulumi.yaml: ${messageOf(cause)}`, {
      where: file,
      cause,
    });
  }
  throw new LabError("config", "Pulumi.yaml names no project", { where: file });
}

/** The last text and what it says: a fleet reads the same for each of its stacks. */
let latest: { text: string; project: ProjectFile | null } = { text: "", project: null };

function parseProject(text: string): ProjectFile | null {
  if (text !== latest.text) latest = { text, project: parse(text) as ProjectFile | null };
  return latest.project;
}

/** A file as messages name it: from the folder of settings, or its whole path elsewhere. */
function nameFrom(folder: string, file: string): string {
  const relative = path.relative(folder, file);
  return relative.startsWith("..") ? file : relative;
}

/** Path of the settings file of one stack, as the Pulumi CLI names it. */
export const settingsFile = (folder: string, stack: string): string =>
  path.join(folder, `Pulumi.${stack}.yaml`);

/**
 * Strings are quoted: the CLI reads a plain 2027-01-31 as a time and passes "2027-01-31 00:00:00
 * +0000 UTC" on.
 */
const QUOTED = { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" } as const;

/** Writes one key into a settings file and keeps the rest, comments included. */
export const writeSetting = (file: string, key: string, value: unknown): void => {
  writeSettings(file, [[[key], value]]);
};

/**
 * Writes values into a settings file and keeps the rest, comments included.
 * @param changes paths of keys below `config`, such as `["rai-lab:model", "name"]`; null removes one
 */
export function writeSettings(
  file: string,
  changes: readonly (readonly [path: readonly string[], value: unknown])[],
): void {
  const document = parseDocument(existsSync(file) ? readFileSync(file, "utf8") : "");
  for (const [keys, value] of changes) {
    const place = ["config", ...keys];
    if (keys.length > 1) openJson(document, place.slice(0, -1));
    if (value === null) document.deleteIn(place);
    else document.setIn(place, value);
  }
  mkdirSync(path.dirname(file), { recursive: true });
  // A user's own file keeps its mode.
  writeFileSync(file, document.toString(QUOTED), { mode: 0o600 });
}

/** Makes a map of an object that stands in the file as JSON text, as `pulumi config set` leaves it. */
function openJson(document: Document, place: string[]): void {
  const text = document.getIn(place);
  if (text === null) document.deleteIn(place);
  if (typeof text === "string") document.setIn(place, document.createNode(JSON.parse(text)));
}

/**
 * Writes all settings of a stack that a command makes. What else Pulumi keeps in the file stays; a
 * file without the comment at its head is somebody's own, and stays as it is.
 * @param comment one line that says what writes the file, and where to change it instead
 */
export function writeGeneratedSettings(
  file: string,
  comment: string,
  config: Record<string, unknown>,
): void {
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (before !== "" && !isGenerated(before, comment)) return;
  const document = parseDocument(before);
  document.commentBefore = ` ${comment}`;
  document.set("config", document.createNode(config));
  const text = document.toString(QUOTED);
  if (text === before) return;
  mkdirSync(path.dirname(file), { recursive: true });
  replaceFileSync(file, text);
}

/** Deletes a file that `writeGeneratedSettings` wrote with this comment. */
export function removeGeneratedSettings(file: string, comment: string): void {
  if (existsSync(file) && isGenerated(readFileSync(file, "utf8"), comment)) rmSync(file);
}

const isGenerated = (text: string, comment: string): boolean =>
  parseDocument(text).commentBefore?.trim() === comment;

const qualified = (project: string, key: string): string =>
  key.includes(":") ? key : `${project}:${key}`;
/**
 * A value as the Pulumi CLI passes it to a program: strings as they are, everything else as JSON.
 */
export const settingText = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);
