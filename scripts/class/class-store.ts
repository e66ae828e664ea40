import { existsSync, readFileSync, rmSync } from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { LabError, messageOf } from "../../infra/errors";
import { replaceFileSync } from "../base/atomic-file";
import { ensurePrivateFolder } from "../base/private-folder";
import { OTHER_VERSION_CURE, otherVersion } from "../base/schema";
import { parseStrictJson } from "../base/strict-json";
import { classRecord, type ClassRecord } from "./class-record";

/** The longest name of a class: a seat's stack is the class and the slug, of at most 42 characters. */
const CLASS_NAME = /^[a-z][a-z0-9-]{0,15}[a-z0-9]$/;

/** @throws LabError `usage` for a name that no class can have */
export function checkClassName(name: string): void {
  if (CLASS_NAME.test(name)) return;
  throw new LabError("usage", `"${name}" cannot be the name of a class`, {
    cure: "use 2 to 17 lower-case letters, digits and hyphens, beginning with a letter",
  });
}

/** The folder of what this machine knows of a class. @param home of all local files */
export const classFolder = (home: string, name: string): string => path.join(home, "classes", name);

const recordFile = (folder: string): string => path.join(folder, "class.json");

/**
 * Reads what was planned; undefined when nothing was.
 * @throws LabError `state-unreadable` for a damaged record, and for one of a later version
 */
export function readClassRecord(folder: string): ClassRecord | undefined {
  const file = recordFile(folder);
  if (!existsSync(file)) return undefined;
  let document: unknown;
  try {
    document = parseStrictJson(readFileSync(file, "utf8"));
    return classRecord.parse(document);
  } catch (cause) {
    const damage = cause instanceof z.ZodError ? z.prettifyError(cause) : messageOf(cause);
    const reason = otherVersion(document, classRecord.shape.schema.value) ?? damage;
    throw new LabError("state-unreadable", `the record of the class cannot be read: ${reason}`, {
      where: file,
      cure: `${OTHER_VERSION_CURE}; or move the file away: the class is then found by its stacks`,
      cause,
    });
  }
}

/** Writes the record whole or not at all; only its owner may read it. */
export function writeClassRecord(folder: string, record: ClassRecord): void {
  ensurePrivateFolder(folder);
  replaceFileSync(recordFile(folder), `${JSON.stringify(record, null, 2)}\n`);
}

/** Forgets a class of which nothing is left. */
export function removeClassFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
