import { readFileSync, statSync, type Stats } from "node:fs";
import * as path from "node:path";
import { parseDocument } from "yaml";
import { LabError, messageOf } from "../../../infra/errors";
import { isJsonObject, type JsonObject } from "../../../infra/json-object";

/** Far more than any settings file has; the parser's time grows faster than a file's size. */
const MAX_BYTES = 256 * 1024;

/** The top-level keys that Pulumi knows in a settings file. */
const TOP_LEVEL_KEYS = [
  "config",
  "environment",
  "secretsprovider",
  "encryptedkey",
  "encryptionsalt",
];

const FORM_CURE = "write its settings under config:, as in Pulumi.dev.yaml";

/** The error for a file that holds no settings. `reason` completes "FILE …". */
const notSettings = (file: string, reason: string, cure: string, cause?: unknown): LabError =>
  new LabError("config", `not a settings file: ${path.basename(file)} ${reason}`, {
    where: file,
    cure,
    cause,
  });

/**
 * Reads the settings of one file: `namespace:key` to the value that was written. Whatever the Pulumi
 * CLI would refuse, or would silently read as something else, is refused.
 * @throws LabError `config` with the file and the cure
 */
export function readSettingsFile(file: string): JsonObject {
  const text = readText(file);
  try {
    return settingsIn(file, parseYaml(file, text));
  } catch (error) {
    if (error instanceof LabError) throw error;
    // The parser and the walk through its result fail on documents that are nested too deeply.
    const reason = `cannot be read: ${firstLine(messageOf(error))}`;
    throw notSettings(file, reason, FORM_CURE, error);
  }
}

/** The first line of what the parser says; a call stack that is too small is its own affair. */
const firstLine = (text: string): string =>
  text
    .split("\n")[0]!
    .replace(/Maximum call stack size exceeded/, "it is nested too deeply")
    .replace(/[.:]$/, "");

/** The text of a file, which must be a small one in UTF-8. */
function readText(file: string): string {
  const bytes = readBytes(file);
  if (looksLikeUtf16(bytes))
    throw notSettings(
      file,
      "is UTF-16 text",
      "save it as UTF-8; in PowerShell, write it with `Set-Content -Encoding utf8`, not with `>`",
    );
  const binary = (cause?: unknown): LabError =>
    notSettings(file, "is not UTF-8 text", "restore the file, or save it as UTF-8", cause);
  // YAML allows no control characters but tab and line ends.
  const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!control.test(text)) return text;
  } catch (cause) {
    throw binary(cause);
  }
  throw binary();
}

function readBytes(file: string): Buffer {
  let stats: Stats;
  try {
    stats = statSync(file);
    if (stats.isFile() && stats.size <= MAX_BYTES) return readFileSync(file);
  } catch (cause) {
    throw notSettings(
      file,
      `cannot be read: ${messageOf(cause)}`,
      "give yourself read access to it",
      cause,
    );
  }
  if (!stats.isFile()) throw notSettings(file, "is not a file", "move it away");
  const size = `has ${stats.size} bytes, and settings have at most ${MAX_BYTES}`;
  throw notSettings(file, size, "restore the file");
}

/** A byte order mark of UTF-16, or a zero byte within the first characters. */
const looksLikeUtf16 = (bytes: Buffer): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) ||
  (bytes[0] === 0xfe && bytes[1] === 0xff) ||
  (bytes.length >= 4 &&
    (bytes[0] === 0) !== (bytes[1] === 0) &&
    (bytes[2] === 0) === (bytes[0] === 0) &&
    (bytes[3] === 0) === (bytes[1] === 0));

function parseYaml(file: string, text: string): unknown {
  const document = parseDocument(text, { logLevel: "error" });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem)
    throw notSettings(
      file,
      `is not the YAML of settings: ${firstLine(problem.message)}`,
      FORM_CURE,
      problem,
    );
  return document.toJS() as unknown;
}

function settingsIn(file: string, document: unknown): JsonObject {
  if (document === null || document === undefined)
    throw notSettings(file, "is empty", "write `config: {}` into it, or delete it");
  if (!isJsonObject(document)) throw notSettings(file, "holds no mapping", FORM_CURE);
  const unknown = Object.keys(document).find((key) => !TOP_LEVEL_KEYS.includes(key));
  if (unknown !== undefined)
    throw notSettings(file, `has the key ${unknown} outside of config`, FORM_CURE);
  if (!("config" in document)) return {};
  const { config } = document;
  if (!isJsonObject(config))
    throw notSettings(
      file,
      `has a config that is ${kindOf(config)} instead of a mapping`,
      "write `config: {}`, or settings under it",
    );
  for (const [key, value] of Object.entries(config)) checkSetting(file, key, value);
  return config;
}

function kindOf(value: unknown): string {
  if (value === null) return "empty";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

function checkSetting(file: string, key: string, value: unknown): void {
  if (!/^[^\s:]+:\S+$/.test(key))
    throw notSettings(
      file,
      `has the key ${JSON.stringify(key)} without a namespace`,
      `write rai-lab:${key.trim().replace(/^:+|:+$/g, "") || "KEY"}`,
    );
  if (isJsonObject(value) && "secure" in value)
    throw new LabError("config", `${key} is encrypted, and rai-lab has no secret configuration`, {
      where: file,
      cure: `pulumi config rm ${key}`,
    });
  if (value === null)
    throw notSettings(file, `has no value for ${key}`, "write a value, or remove the line");
  if (!isPlain(value, []))
    throw notSettings(file, `has a value of ${key} that is no JSON value`, "write it out");
}

/** Whether a value can be written as JSON: it neither contains itself, nor numbers without digits. */
function isPlain(value: unknown, parents: readonly unknown[]): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null) return typeof value !== "bigint";
  if (parents.includes(value)) return false;
  return Object.values(value).every((inner) => isPlain(inner, [...parents, value]));
}
