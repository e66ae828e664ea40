import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { ApiError, NotSimulated } from "../../core/errors";
import type { World } from "../../core/world";
import { doesNotExist, invalidParameter } from "../errors";
import { omitEmpty } from "../pagination";
import type { WorkspaceStore } from "../store";
import { validate, validateQuery } from "../validate";
import { requestBody } from "../workspace/multipart";
import { isObjectPath, normalizePath } from "../workspace/paths";
import {
  addFolders,
  deleteEntry,
  entriesIn,
  entryAt,
  moveEntry,
  requireFree,
  putFile,
} from "./entries";
import type { DbfsEntry, Upload } from "./entities";

/*
 * @parity
 * - DBFS: folders, `put` in JSON (1 MB) and as a form, streams (10 idle minutes), `read` of 1 MB at
 *   most, move, delete; codes of the API, a folder that is not empty is `IO_ERROR`, deleting nothing
 *   is no error — documented; the last two spec (source of the Databricks CLI)
 * - DBFS: an empty root, files of 64 MiB at most, no `/dbfs` on a cluster — ours
 */

/** Most bytes of a block and of one answer (documented: 1 MB). */
const BLOCK_BYTES = 1024 * 1024;
const READ_BYTES = BLOCK_BYTES / 2;
/** Most bytes of a file: a limit of this cloud, which keeps it in its world. */
const FILE_BYTES = 64 * 1024 * 1024;
const IDLE_MS = 10 * 60_000;

const path = z
  .string()
  .transform((text) => text.replace(/^dbfs:(?=\/)/, ""))
  .refine(isObjectPath, "Path must be absolute, without . or .. and control characters in it")
  .transform(normalizePath);
const byPath = z.object({ path });
const overwrite = z.boolean().default(false);
const putRequest = byPath.extend({ contents: z.string().default(""), overwrite });
const createRequest = byPath.extend({ overwrite });
const byHandle = z.object({ handle: z.number() });
const addBlockRequest = byHandle.extend({ data: z.string() });
const deleteRequest = byPath.extend({ recursive: z.boolean().default(false) });
const moveRequest = z.object({ source_path: path, destination_path: path });
const position = z.coerce.number().int().min(0);
const readQuery = byPath.extend({
  offset: position.default(0),
  length: position.default(READ_BYTES),
});

/** The routes of DBFS 2.0: a file system of the workspace that all its members share. */
export function dbfsRoutes(app: FastifyInstance, world: World): void {
  /** A POST whose body is JSON and whose answer is `{}` unless `apply` gives another. */
  const post = <T extends z.ZodType>(
    name: string,
    schema: T,
    apply: (store: WorkspaceStore, body: z.infer<T>) => unknown,
  ): void => {
    app.post(
      `/api/2.0/dbfs/${name}`,
      { config: { operation: `databricks/dbfs/${name}` } },
      ({ store, body }) => apply(store, validate(schema, body)) ?? {},
    );
  };
  const now = (): number => world.clock.now();

  post("mkdirs", byPath, (store, { path: at }) => addFolders(store, at, now()));
  app.post(
    "/api/2.0/dbfs/put",
    { config: { operation: "databricks/dbfs/put" } },
    async (request: FastifyRequest) => {
      const body = validate(putRequest, await requestBody(request));
      // A form is streamed, and may be large; JSON is not.
      requireSize(body.contents, Buffer.isBuffer(request.body) ? FILE_BYTES : BLOCK_BYTES);
      requireFree(request.store, body.path, body.overwrite);
      world.store.atomically(() => putFile(request.store, body.path, body.contents, now()));
      return {};
    },
  );
  post("create", createRequest, (store, body) => {
    requireFree(store, body.path, body.overwrite);
    const handle = Number(world.random.digits(15));
    store.uploads.put(String(handle), { path: body.path, blocks: 0, last_write: now() });
    return { handle };
  });
  post("add-block", addBlockRequest, (store, { handle, data }) => {
    const upload = openUpload(store, handle, now());
    requireSize(data, BLOCK_BYTES);
    if (upload.blocks >= FILE_BYTES / BLOCK_BYTES)
      throw new NotSimulated(`files of DBFS of more than ${FILE_BYTES} bytes`);
    store.blocks.put(`${handle}/${upload.blocks}`, data);
    const { blocks } = upload;
    store.uploads.put(String(handle), { ...upload, blocks: blocks + 1, last_write: now() });
  });
  post("close", byHandle, (store, { handle }) => {
    const upload = openUpload(store, handle, now());
    const keys = Array.from({ length: upload.blocks }, (_, index) => `${handle}/${index}`);
    const blocks = keys.map((key) => Buffer.from(store.blocks.get(key) ?? "", "base64"));
    putFile(store, upload.path, Buffer.concat(blocks).toString("base64"), now());
    store.uploads.delete(String(handle));
    for (const key of keys) store.blocks.delete(key);
  });
  post("delete", deleteRequest, (store, body) => deleteEntry(store, body.path, body.recursive));
  post("move", moveRequest, (store, body) =>
    moveEntry(store, body.source_path, body.destination_path, now()),
  );

  app.get("/api/2.0/dbfs/get-status", ({ store, query }) =>
    describeEntry(entryAt(store, validateQuery(byPath, query).path)),
  );
  app.get("/api/2.0/dbfs/list", ({ store, query }) => {
    const entry = entryAt(store, validateQuery(byPath, query).path);
    return { files: omitEmpty(entriesIn(store, entry).map(describeEntry)) };
  });
  app.get(
    "/api/2.0/dbfs/read",
    { config: { operation: "databricks/dbfs/read" } },
    ({ store, query }) => {
      const { path: at, offset, length } = validateQuery(readQuery, query);
      const entry = entryAt(store, at);
      if (entry.is_dir) throw invalidParameter(`Cannot read the directory ${at}.`);
      if (length > BLOCK_BYTES)
        throw new ApiError(
          400,
          "MAX_READ_SIZE_EXCEEDED",
          `The read length ${length} exceeds the limit of ${BLOCK_BYTES} bytes.`,
        );
      const bytes = Buffer.from(entry.content, "base64").subarray(offset, offset + length);
      return { bytes_read: bytes.length, data: bytes.toString("base64") };
    },
  );
}

/** @throws ApiError RESOURCE_DOES_NOT_EXIST for a handle that is closed, timed out or unknown */
function openUpload(store: WorkspaceStore, handle: number, now: number): Upload {
  const found = store.uploads.get(String(handle));
  if (!found || now - found.last_write > IDLE_MS)
    throw doesNotExist(`No open stream with handle ${handle}.`);
  return found;
}

function requireSize(content: string, limit: number): void {
  if (Buffer.byteLength(content, "base64") > limit)
    throw new ApiError(
      400,
      "MAX_BLOCK_SIZE_EXCEEDED",
      `The data exceed the limit of ${limit} bytes: write them block by block.`,
    );
}

const describeEntry = ({ content, ...entry }: DbfsEntry): Record<string, unknown> => ({
  ...entry,
  file_size: Buffer.byteLength(content, "base64"),
});
