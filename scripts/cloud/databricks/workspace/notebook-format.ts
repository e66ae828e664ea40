import { NotSimulated } from "../../core/errors";
import type { WorkspaceObject } from "../entities";
import { invalid } from "../errors";

/** What an import makes: a notebook, or a plain file beside it. */
export type Imported = Pick<WorkspaceObject, "path" | "object_type" | "language" | "content">;

/** First line of a notebook in source format, by language. */
const HEADERS: Record<string, string> = {
  PYTHON: "# Databricks notebook source",
  SQL: "-- Databricks notebook source",
  SCALA: "// Databricks notebook source",
  R: "# Databricks notebook source",
};
const EXTENSIONS: Record<string, string | undefined> = {
  ".py": "PYTHON",
  ".sql": "SQL",
  ".scala": "SCALA",
  ".r": "R",
};

/**
 * Applies the format of `workspace/import`. SOURCE keeps the path as given and needs a language; AUTO looks at the first
 * line, makes a notebook of what has the header (dropping the extension) and a file of everything else; RAW is a file.
 */
export function asNotebook(request: {
  path: string;
  content: string;
  format: string;
  language?: string | undefined;
}): Imported {
  const { path, content, format, language } = request;
  if (format === "RAW") return { path, object_type: "FILE", content };
  if (format === "SOURCE") {
    if (language === undefined)
      throw invalid("Language is required when importing a single file in SOURCE format.");
    return { path, object_type: "NOTEBOOK", language, content };
  }
  if (format !== "AUTO") throw new NotSimulated(`import of ${format} notebooks`);
  const extension = /\.\w+$/.exec(path)?.[0] ?? "";
  const sniffed = EXTENSIONS[extension.toLowerCase()];
  const first = Buffer.from(content, "base64").toString("utf8").split(/\r?\n/, 1)[0];
  if (sniffed === undefined || first !== HEADERS[sniffed])
    return { path, object_type: "FILE", content };
  return {
    path: path.slice(0, -extension.length),
    object_type: "NOTEBOOK",
    language: sniffed,
    content,
  };
}
