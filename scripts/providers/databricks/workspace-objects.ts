import { own } from "../../../infra/json-object";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as path from "node:path/posix";
import { messageOf } from "../../../infra/errors";
import type { CheckFailure, Props } from "../../engine/plugin";
import { asString } from "../values";
import type { DatabricksClient } from "./client";
import { isNotFound, ignoreNotFound } from "./errors";
import type { ResourceHandler } from "./resource-handler";

/*
 * @parity
 * - a workspace file is sent as JSON, where the real provider sends a form; fewer questions for
 *   `Me`; order and encoding of a query — ours
 */

const API = "/api/2.0/workspace";

/** A local file that inputs name. */
const fileOf = (folder: string, source: string): Buffer => readFileSync(resolve(folder, source));

/**
 * Inputs plus the md5 of the local file they name, which is how a changed file shows up as a
 * change.
 */
function withDigest(news: Props, folder: string): { inputs: Props; failures?: CheckFailure[] } {
  const source = asString(news.source);
  if (source === undefined) return { inputs: news };
  try {
    const md5 = createHash("md5").update(fileOf(folder, source)).digest("hex");
    return { inputs: { ...news, md5 } };
  } catch (error) {
    const reason = `cannot read it: ${messageOf(error)}`;
    return { inputs: news, failures: [{ property: "source", reason }] };
  }
}

/** Base64 of the local file or of the text given in its place. */
function contentOf({ folder }: DatabricksClient, inputs: Props): string {
  const source = asString(inputs.source);
  if (source !== undefined) return fileOf(folder, source).toString("base64");
  return asString(inputs.contentBase64) ?? "";
}

const pathOf = (inputs: Props): string => asString(inputs.path) ?? "";
const statusOf = (client: DatabricksClient, at: string): Promise<Props> =>
  client.get(`${API}/get-status`, { path: at });

/** What follows from the path alone. */
const computed = (client: DatabricksClient, at: string): Props => ({
  path: at,
  url: `${client.host}/#workspace${at}`,
  workspacePath: `/Workspace${at}`,
});

const remove = (client: DatabricksClient, body: Props): Promise<unknown> =>
  ignoreNotFound(client.post(`${API}/delete`, body));

const identify = (_: DatabricksClient, inputs: Props): string | undefined => asString(inputs.path);

/** By extension: how the service is told to read a source file. */
const FORMATS: Record<string, { language?: string; format: string; overwrite: boolean }> = {
  ".py": { language: "PYTHON", format: "SOURCE", overwrite: true },
  ".sql": { language: "SQL", format: "SOURCE", overwrite: true },
  ".scala": { language: "SCALA", format: "SOURCE", overwrite: true },
  ".r": { language: "R", format: "SOURCE", overwrite: true },
  ".ipynb": { format: "JUPYTER", overwrite: true },
  ".dbc": { format: "DBC", overwrite: false },
};

function notebookFormat(inputs: Props): Props {
  const known = own(FORMATS, path.extname(asString(inputs.source) ?? "").toLowerCase());
  const language = asString(inputs.language) ?? known?.language;
  const format = asString(inputs.format) ?? known?.format ?? "SOURCE";
  return {
    ...(language !== undefined && { language }),
    format,
    overwrite: known?.overwrite ?? true,
  };
}

async function importNotebook(client: DatabricksClient, at: string, inputs: Props): Promise<Props> {
  const { overwrite, ...shown } = notebookFormat(inputs);
  const body = { content: contentOf(client, inputs), path: at, ...shown, overwrite };
  await client.post(`${API}/import`, body);
  return shown;
}

/** Created without a look afterwards: `objectId` is 0 until a refresh, as with the real one. */
export const notebook: ResourceHandler = {
  noun: "notebook",
  computed: ["objectId", "url", "workspacePath"],
  forceNew: ["path"],
  check: withDigest,
  create: async (client, inputs) => {
    const at = pathOf(inputs);
    const write = (): Promise<Props> => importNotebook(client, at, inputs);
    const format = await write().catch(async (error: unknown) => {
      if (!isNotFound(error)) throw error;
      const parent = path.dirname(at);
      const known = await ignoreNotFound(statusOf(client, parent));
      if (!known) await client.post(`${API}/mkdirs`, { path: parent });
      return write();
    });
    return { id: at, outputs: { ...inputs, ...format, ...computed(client, at), objectId: 0 } };
  },
  read: async (client, id, inputs, outputs) => {
    const found = await ignoreNotFound(statusOf(client, id));
    if (!found) return undefined;
    const live: Props = {
      ...computed(client, id),
      objectId: found.object_id ?? 0,
      objectType: found.object_type ?? "NOTEBOOK",
      ...(found.language !== undefined && { language: found.language }),
    };
    return { id, inputs: { ...inputs, path: id }, outputs: { ...outputs, ...live } };
  },
  update: async (client, { id, olds, news }) => {
    const format = await importNotebook(client, id, news);
    return { ...olds, ...news, ...format, ...computed(client, id) };
  },
  delete: (client, id) => remove(client, { path: id }),
  identify,
};

export const workspaceFile: ResourceHandler = {
  noun: "workspace file",
  computed: ["objectId", "url", "workspacePath"],
  forceNew: ["path"],
  check: withDigest,
  create: async (client, inputs) => {
    const at = pathOf(inputs);
    const write = (): Promise<void> => importFile(client, at, inputs);
    await write().catch(async (error: unknown) => {
      if (!isNotFound(error)) throw error;
      await client.post(`${API}/mkdirs`, { path: path.dirname(at) });
      await write();
    });
    return { id: at, outputs: await fileOutputs(client, at, inputs) };
  },
  read: async (client, id, inputs, outputs) => {
    const live = await ignoreNotFound(fileOutputs(client, id, outputs));
    return live && { id, inputs: { ...inputs, path: id }, outputs: live };
  },
  update: async (client, { id, news }) => {
    await importFile(client, id, news);
    return fileOutputs(client, id, news);
  },
  delete: (client, id) => remove(client, { path: id }),
  identify,
};

async function importFile(client: DatabricksClient, at: string, inputs: Props): Promise<void> {
  const content = contentOf(client, inputs);
  await client.post(`${API}/import`, { content, format: "RAW", overwrite: true, path: at });
}

async function fileOutputs(client: DatabricksClient, at: string, props: Props): Promise<Props> {
  const found = await statusOf(client, at);
  return { ...props, ...computed(client, at), objectId: found.object_id ?? 0 };
}

export const directory: ResourceHandler = {
  noun: "directory",
  computed: ["objectId", "workspacePath"],
  forceNew: ["path"],
  create: async (client, inputs) => {
    const at = pathOf(inputs);
    await client.post(`${API}/mkdirs`, { path: at });
    return { id: at, outputs: await directoryOutputs(client, at, inputs) };
  },
  read: async (client, id, inputs, outputs) => {
    const live = await ignoreNotFound(directoryOutputs(client, id, outputs));
    return live && { id, inputs: { ...inputs, path: id }, outputs: live };
  },
  update: (_, { olds, news }) => Promise.resolve({ ...olds, ...news }),
  delete: (client, id, inputs) =>
    remove(client, { path: id, ...(inputs.deleteRecursive === true && { recursive: true }) }),
  identify,
};

async function directoryOutputs(client: DatabricksClient, at: string, props: Props) {
  const { object_id: objectId = 0 } = await statusOf(client, at);
  return { ...props, path: at, workspacePath: `/Workspace${at}`, objectId };
}
