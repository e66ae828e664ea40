import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isJsonObject } from "./json-object";
import type { ClassOutputs, LabOutputs } from "./outputs";

/** The URL of a notebook. `?o=` selects the workspace for a user who has several. */
export const notebookUrlOf = (host: string, workspaceId: string, path: string): string =>
  `${host}/?o=${workspaceId}#workspace${path}`;

/** The outputs on the page of a stack. None of them is secret. */
export type ReadmeOutputs = Pick<
  LabOutputs,
  | "resourceGroupName"
  | "location"
  | "openaiAuth"
  | "expires"
  | "openaiDeployment"
  | "model"
  | "notebookUrl"
  | "secretScope"
>;
/** The outputs on the page of a class stack. */
export type ClassReadmeOutputs = Pick<
  ClassOutputs,
  "resourceGroupName" | "location" | "openaiAuth" | "expires" | "openaiDeployment" | "model"
>;

/** The stack's page in the Pulumi console (its output `readme`). */
export const readmeOf = (outputs: ReadmeOutputs): string =>
  fillTemplate("Pulumi.README.md", outputs);

/** The page of a class stack. */
export const classReadmeOf = (outputs: ClassReadmeOutputs): string =>
  fillTemplate("Pulumi.README.class.md", outputs);

/**
 * Pulumi Cloud fills these placeholders itself. Filled here, the page is readable with any backend.
 */
const PLACEHOLDER = /\$\{outputs\.([\w.]+)\}/g;

/** A template of the repository's root with its placeholders filled. */
const fillTemplate = (file: string, outputs: object): string =>
  readFileSync(join(__dirname, "..", file), "utf8").replaceAll(
    PLACEHOLDER,
    (_placeholder, path: string) => {
      const value = path
        .split(".")
        .reduce<unknown>((at, key) => (isJsonObject(at) ? at[key] : undefined), outputs);
      return typeof value === "string" || typeof value === "number" ? `${value}` : "not set";
    },
  );
