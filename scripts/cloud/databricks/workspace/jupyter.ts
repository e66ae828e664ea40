import { z } from "zod";
import { NotSimulated } from "../../core/errors";
import type { WorkspaceObject } from "../entities";
import { invalidParameter } from "../errors";

/*
 * @parity
 * - Jupyter notebooks in Python: import (also by `AUTO` and `import-file`, without the ending) keeps
 *   their source, export gives it without outputs; `return_export_info` tells the form in which one
 *   came — documented; spec (source of the Databricks CLI)
 */

const text = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(""))]);
const jupyter = z.looseObject({
  nbformat: z.literal(4),
  cells: z.array(z.looseObject({ cell_type: z.enum(["code", "markdown", "raw"]), source: text })),
  metadata: z
    .looseObject({ language_info: z.looseObject({ name: z.string() }).optional() })
    .prefault({}),
});

/** The source format of Python notebooks: https://docs.databricks.com/en/notebooks/notebook-format.html. */
const HEADER = "# Databricks notebook source";
const BETWEEN = "\n\n# COMMAND ----------\n\n";
const MAGIC = "# MAGIC ";

const encode = (content: string): string => Buffer.from(content).toString("base64");
const decode = (content: string): string => Buffer.from(content, "base64").toString("utf8");

/**
 * A Jupyter notebook, in base64, as the workspace keeps notebooks: its source, without outputs.
 * @throws ApiError INVALID_PARAMETER_VALUE for what is no notebook of nbformat 4; 501 for one that is
 * not in Python
 */
export function fromJupyter(
  content: string,
): Required<Pick<WorkspaceObject, "object_type" | "language" | "content" | "source_format">> {
  const { cells, metadata } = parse(decode(content));
  const language = metadata.language_info?.name ?? "python";
  if (language.toLowerCase() !== "python") throw new NotSimulated(`notebooks in ${language}`);
  const sources = cells.map(({ cell_type: type, source }) => {
    if (type !== "code") return magic(`%md\n${source}`);
    return source.startsWith("%") ? magic(source) : source;
  });
  return {
    object_type: "NOTEBOOK",
    language: "PYTHON",
    content: encode(`${HEADER}\n${sources.join(BETWEEN)}\n`),
    source_format: "JUPYTER",
  };
}

function parse(content: string): z.infer<typeof jupyter> {
  try {
    return jupyter.parse(JSON.parse(content));
  } catch {
    throw invalidParameter("The content is not a Jupyter notebook of nbformat 4.");
  }
}

const magic = (source: string): string =>
  source
    .split("\n")
    .map((line) => `${MAGIC}${line}`.trimEnd())
    .join("\n");

/**
 * A notebook of the workspace as a Jupyter notebook, in base64, without outputs.
 * @throws ApiError 501 for one that is not in Python
 */
export function toJupyter({ language = "PYTHON", content = "" }: WorkspaceObject): string {
  if (language !== "PYTHON") throw new NotSimulated(`notebooks in ${language} as Jupyter's`);
  const source = decode(content).replace(/\r\n/g, "\n");
  const cells = source
    .replace(new RegExp(`^${HEADER}\n?`), "")
    .split(/\n*^# COMMAND -+$\n*/m)
    .map((cell) => describeCell(cell.trim()));
  const notebook = {
    cells,
    metadata: {
      "application/vnd.databricks.v1+notebook": { language: "python" },
      language_info: { name: "python" },
    },
    nbformat: 4,
    nbformat_minor: 0,
  };
  return encode(JSON.stringify(notebook, null, 1));
}

function describeCell(cell: string) {
  const source = cell.replace(/^# MAGIC ?/gm, "");
  const markdown = /^%md\s(.*)$/s.exec(source)?.[1];
  if (markdown !== undefined)
    return { cell_type: "markdown", metadata: {}, source: linesOf(markdown) };
  return {
    cell_type: "code",
    execution_count: null,
    metadata: {},
    outputs: [],
    source: linesOf(source),
  };
}

/** Jupyter keeps a text as its lines, each with its end. */
const linesOf = (source: string): string[] => source.split(/(?<=\n)/);
