import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { parse, parseDocument } from "yaml";
import { LabError, messageOf } from "../../../infra/errors";

/** The configuration of one stack as an engine takes it: `namespace:key` to text, structured values as JSON text. */
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
 * Pulumi.yaml's defaults, under Pulumi.<stack>.yaml, under `overlay` (a file of the same form that belongs to this
 * machine: what a local run decided once, such as `expires`). @throws LabError `config`.
 */
export function readSettings(folder: string, stack: string, overlay?: string): StackSettings {
  if (!/^[A-Za-z0-9_.-]{1,100}$/.test(stack))
    throw new LabError("usage", `"${stack}" cannot be a stack name`, {
      cure: "use letters, digits, hyphens, underscores and periods",
    });
  const project = readYaml(path.join(folder, "Pulumi.yaml")) as ProjectFile;
  const config: Record<string, string> = {};
  for (const [key, declared] of Object.entries(project.config ?? {})) {
    const value = isMap(declared) ? (declared.default ?? declared.value) : declared;
    if (value !== undefined) config[qualified(project.name, key)] = text(value);
  }
  for (const file of [settingsFile(folder, stack), overlay]) {
    if (file === undefined || !existsSync(file)) continue;
    const { config: own = {} } = readYaml(file) as { config?: Record<string, unknown> };
    for (const [key, value] of Object.entries(own)) {
      if (isMap(value) && "secure" in value)
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

/** The settings file of one stack, where the CLI looks for it. */
export const settingsFile = (folder: string, stack: string): string =>
  path.join(folder, `Pulumi.${stack}.yaml`);

/** The CLI's YAML would read a plain 2027-01-31 as a time, and hand the program "2027-01-31 00:00:00 +0000 UTC". */
const QUOTED = { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" } as const;

/** Writes one key into a stack's settings file, keeping its comments and everything else. */
export function writeSetting(file: string, key: string, value: unknown): void {
  const document = parseDocument(existsSync(file) ? readFileSync(file, "utf8") : "");
  document.setIn(["config", key], value);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, document.toString(QUOTED));
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const qualified = (project: string, key: string): string =>
  key.includes(":") ? key : `${project}:${key}`;
/** As the Pulumi CLI hands configuration to a program: scalars as their text, everything else as JSON. */
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
