import { NotSimulated } from "../../core/errors";
import type { WorkspaceObject } from "../entities";
import { invalidParameter } from "../errors";

/** What an import makes: a notebook, or a plain file beside it. */
export type ImportedObject = Pick<WorkspaceObject, "path" | "object_type" | "language" | "content">;

/** First line of a notebook in source format, by language. */
const HEADERS: Record<string, string> = {
  PYTHON: "# Databricks notebook source",
  SQL: "-- Databricks notebook source",
  SCALA: "// Databricks notebook source",
  R: "# Databricks notebook source",
};
const LANGUAGES: Record<string, string | undefined> = {
  ".py": "PYTHON",
  ".sql": "SQL",
  ".scala": "SCALA",
  ".r": "R",
};

/**
 * Applies the format of `workspace/import`. SOURCE keeps the path as given and needs a language; AUTO looks at the first
 * line, makes a notebook of what has the header (dropping the extension) and a file of everything else; RAW is a file.
 */
export function parseImport(request: {
  path: string;
  content: string;
  format: string;
  language?: string | undefined;
}): ImportedObject {
  const { path, content, format, language } = request;
  if (format === "RAW") return { path, object_type: "FILE", content };
  if (format === "SOURCE") {
    if (language === undefined)
      throw invalidParameter("Language is required when importing a single file in SOURCE format.");
    return { path, object_type: "NOTEBOOK", language, content };
  }
  if (format !== "AUTO") throw new NotSimulated(`import of ${format} notebooks`);
  const extension = /\.\w+$/.exec(path)?.[0] ?? "";
  const detected = LANGUAGES[extension.toLowerCase()];
  const first = Buffer.from(content, "base64").toString("utf8").split(/\r?\n/, 1)[0];
  if (detected === undefined || first !== HEADERS[detected])
    return { path, object_type: "FILE", content };
  return {
    path: path.slice(0, -extension.length),
    object_type: "NOTEBOOK",
    language: detected,
    content,
  };
}
