import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { parse, parseDocument } from "yaml";
import { LabError, messageOf } from "../../../infra/errors";
import { isJsonObject } from "../../../infra/json-object";

/**
 * The configuration of one stack as an engine expects it: `namespace:key` to text, structured
 * values as JSON text.
 */
export interface StackSettings {
  project: string;
  stack: string;
  config: Record<string, string>;
}

interface ProjectFile {
  name: string;
  config?: Record<string, unknown>;
}

/**
 * Merges the defaults of Pulumi.yaml, the settings of Pulumi.<stack>.yaml and those of `overlay`; a
 * later file wins.
 * @param overlay a file of the same form that belongs to this machine, for what a local run
 * decided, such as `expires`
 * @throws LabError `config` when a file cannot be read; `usage` for an impossible stack name
 */
export function readSettings(folder: string, stack: string, overlay?: string): StackSettings {
  if (!/^[A-Za-z0-9_.-]{1,100}$/.test(stack))
    throw new LabError("usage", `"${stack}" cannot be a stack name`, {
      cure: "use letters, digits, hyphens, underscores and periods",
    });
  const project = readYaml(path.join(folder, "Pulumi.yaml")) as ProjectFile;
  const config: Record<string, string> = {};
  for (const [key, declared] of Object.entries(project.config ?? {})) {
    const value = isJsonObject(declared) ? (declared.default ?? declared.value) : declared;
    if (value !== undefined) config[qualified(project.name, key)] = text(value);
  }
  for (const file of [settingsFile(folder, stack), overlay]) {
    if (file === undefined || !existsSync(file)) continue;
    const { config: own = {} } = readYaml(file) as { config?: Record<string, unknown> };
    for (const [key, value] of Object.entries(own)) {
      if (isJsonObject(value) && "secure" in value)
        throw new LabError(
          "config",
          `${key} is encrypted, and rai-lab has no secret configuration`,
          {
            where: file,
            cure: `pulumi config rm ${key}`,
          },
        );
      config[qualified(project.name, key)] = text(value);
    }
  }
  return { project: project.name, stack, config };
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
export function writeSetting(file: string, key: string, value: unknown): void {
  const document = parseDocument(existsSync(file) ? readFileSync(file, "utf8") : "");
  document.setIn(["config", key], value);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, document.toString(QUOTED));
}

const qualified = (project: string, key: string): string =>
  key.includes(":") ? key : `${project}:${key}`;
/**
 * A value as the Pulumi CLI passes it to a program: strings as they are, everything else as JSON.
 */
const text = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);

function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8")) ?? {};
  } catch (cause) {
    throw new LabError("config", `cannot read ${path.basename(file)}: ${messageOf(cause)}`, {
      where: file,
      cause,
    });
  }
}
