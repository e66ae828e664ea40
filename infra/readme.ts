import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isJsonObject } from "./json-object";
import type { ClassOutputs, LabOutputs } from "./outputs";

/** What a student opens; `?o=` picks the workspace where one person may enter several. */
export const notebookUrlOf = (host: string, workspaceId: string, path: string): string =>
  `${host}/?o=${workspaceId}#workspace${path}`;

/** Outputs that the page of a stack shows: no secret is among them. */
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
export type ClassReadmeOutputs = Pick<
  ClassOutputs,
  "resourceGroupName" | "location" | "openaiAuth" | "expires" | "openaiDeployment" | "model"
>;

/** The stack's page in the Pulumi console (its output `readme`), for whoever runs the class. */
export const readmeOf = (outputs: ReadmeOutputs): string =>
  fillTemplate("Pulumi.README.md", outputs);

/** The page of a class stack. */
export const classReadmeOf = (outputs: ClassReadmeOutputs): string =>
  fillTemplate("Pulumi.README.class.md", outputs);

/** Pulumi's own console would fill these places in; done here, the page can be read with any backend. */
const PLACEHOLDER = /\$\{outputs\.([\w.]+)\}/g;

const fillTemplate = (file: string, outputs: object): string =>
  readFileSync(join(__dirname, "..", file), "utf8").replaceAll(
    PLACEHOLDER,
    (_place, path: string) => {
      const value = path
        .split(".")
        .reduce<unknown>((at, key) => (isJsonObject(at) ? at[key] : undefined), outputs);
      return typeof value === "string" || typeof value === "number" ? `${value}` : "not set";
    },
  );
