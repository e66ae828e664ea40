import { decodeConfig } from "../../../infra/config";
import type { LabError } from "../../../infra/errors";
import { isJsonObject, type JsonObject } from "../../../infra/json-object";
import { labHome, PROJECT } from "../../lib/stack/paths";
import { readSettings, settingsFile, type StackSettings } from "../../lib/stack/settings";

/** Settings whose texts name nobody: kinds, versions, regions and dates. */
const SHOWN: readonly string[] = [
  "layout",
  "profile",
  "expires",
  "location",
  "model.name",
  "model.version",
  "model.sku",
  "model.upgrade",
  "openai.auth",
  "openai.apiVersion",
  "databricks.computeMode",
  "databricks.runtime",
  "databricks.nodeType",
  "databricks.library",
  "databricks.authType",
  "budget.start",
  "student.principalType",
];

/** The settings of a stack as a report shows them, and the texts in them that may name somebody. */
export interface ShownSettings {
  settings: JsonObject;
  names: string[];
  /** Why a file of settings was left out. */
  problems: LabError[];
}

/** Reads the settings of a stack; numbers, switches and the texts of `SHOWN` stay as they are. */
export function shownSettings(stack: string, env: NodeJS.ProcessEnv): ShownSettings {
  const problems: LabError[] = [];
  const read = readSettings(PROJECT, stack, {
    decided: settingsFile(labHome(env), stack),
    onInvalid: (error) => problems.push(error),
  });
  const names: string[] = [];
  const settings = {
    ...withoutNames(decodeConfig(read.config, read.project), "", names),
    ...otherNamespaces(read, names),
  };
  return { settings, names, problems };
}

/** What is set for other programs, such as `azure-native:tenantId`: the keys alone. */
function otherNamespaces({ config, project }: StackSettings, names: string[]): JsonObject {
  const others = Object.entries(config).filter(([key]) => !key.startsWith(`${project}:`));
  names.push(...others.map(([, value]) => value));
  return Object.fromEntries(others.map(([key]) => [key, "<masked>"]));
}

function withoutNames(values: JsonObject, prefix: string, names: string[]): JsonObject {
  const entries = Object.entries(values).map(([key, value]) => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    return [key, SHOWN.includes(path) ? value : withoutText(value, path, names)];
  });
  return Object.fromEntries(entries) as JsonObject;
}

function withoutText(value: unknown, path: string, names: string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutText(item, path, names));
  if (isJsonObject(value)) return withoutNames(value, path, names);
  if (typeof value !== "string" || /^(true|false|\d+)$/.test(value)) return value;
  names.push(value);
  return "<masked>";
}
