import { own } from "../../../../infra/json-object";
import { NotSimulated } from "../../core/errors";
import type { WorkspaceObject } from "../entities";
import { invalidParameter } from "../errors";
import { fromJupyter } from "./jupyter";

/** The object that an import makes: a notebook or a file. */
export type ImportedObject = Pick<
  WorkspaceObject,
  "path" | "object_type" | "language" | "content" | "source_format"
>;

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
 * Applies the format of `workspace/import`. SOURCE makes a notebook at the path as given and needs
 * a language. JUPYTER makes a notebook at the path as given. AUTO makes a notebook, without the
 * extension, of a Jupyter notebook and when the first line is the header of the language, and a file
 * otherwise. RAW makes a file.
 * @throws ApiError INVALID_PARAMETER_VALUE for SOURCE without a language, NotSimulated (501) for
 * other formats.
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
  if (format === "JUPYTER") return { path, ...fromJupyter(content) };
  if (format !== "AUTO") throw new NotSimulated(`import of ${format} notebooks`);
  const extension = /\.\w+$/.exec(path)?.[0] ?? "";
  if (extension.toLowerCase() === ".ipynb")
    return { path: path.slice(0, -extension.length), ...fromJupyter(content) };
  const detected = own(LANGUAGES, extension.toLowerCase());
  const first = Buffer.from(content, "base64").toString("utf8").split(/\r?\n/, 1)[0];
  if (detected === undefined || first !== own(HEADERS, detected))
    return { path, object_type: "FILE", content };
  return {
    path: path.slice(0, -extension.length),
    object_type: "NOTEBOOK",
    language: detected,
    content,
  };
}
