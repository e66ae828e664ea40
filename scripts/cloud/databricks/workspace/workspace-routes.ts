import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { ApiError, NotSimulated } from "../../core/errors";
import type { World } from "../../core/world";
import { requirePermission, hasPermission, permissionType } from "../permissions/acl";
import type { WorkspaceObject } from "../entities";
import { permissionDenied, doesNotExist, invalidParameter } from "../errors";
import { deleteObject, describeObject, makeFolders, objectByPath, saveObject } from "./objects";
import { isObjectPath, normalizePath, parentPath } from "./paths";
import { requestBody } from "./multipart";
import { toJupyter } from "./jupyter";
import { parseImport } from "./notebook-format";
import { omitEmpty } from "../pagination";
import { queryFlag, validate, validateQuery } from "../validate";

/*
 * @parity
 * - workspace: missing parent is 404, `/Workspace` prefix, SOURCE and AUTO, JSON and form uploads,
 *   10 MB, DIRECTORY_NOT_EMPTY — spec, recorded
 * - `workspace-files/import-file/PATH?overwrite=`: the body is the file, whatever it looks like; a
 *   header makes it a notebook; 404 without its folder, 409 for a file that exists, 400 for a
 *   notebook — spec (source of the Databricks CLI)
 * - `GET workspace-files/PATH`: the bytes of a file — spec (source of the Databricks CLI)
 */

/*
 * @not-simulated
 * - DBC/HTML import and export
 * - notebooks of other languages as Jupyter's
 */

const MAX_BYTES = 10 * 1024 * 1024;
const path = z
  .string()
  .refine(isObjectPath, "must be absolute, without . or .. and control characters in it")
  .transform(normalizePath);
const byPath = z.object({ path });
const importRequest = z.object({
  path,
  content: z.string().default(""),
  format: z
    .enum(["SOURCE", "HTML", "JUPYTER", "DBC", "R_MARKDOWN", "AUTO", "RAW"])
    .default("SOURCE"),
  language: z.enum(["PYTHON", "SQL", "SCALA", "R"]).optional(),
  overwrite: z.boolean().default(false),
});
type ImportRequest = z.infer<typeof importRequest>;
const importFileQuery = z.object({ overwrite: queryFlag });
const exportQuery = z.object({ path, format: z.string().optional(), direct_download: queryFlag });
const statusQuery = byPath.extend({ return_export_info: queryFlag, return_git_info: queryFlag });
const workspaceListQuery = byPath.extend({
  notebooks_modified_after: z.coerce.number().default(-Infinity),
});
const deleteRequest = z.object({ path, recursive: z.boolean().default(false) });

/** The routes of Workspace 2.0: folders, notebooks and files. */
export function workspaceRoutes(app: FastifyInstance, world: World): void {
  const requireLevel = (request: FastifyRequest, object: WorkspaceObject, level: string): void => {
    const type = permissionType[object.object_type];
    requirePermission(request, type, String(object.object_id), level, object.path);
  };
  /** Adding to a path needs CAN_EDIT on the nearest folder that exists. */
  const requireFolderEdit = (request: FastifyRequest, at: string): void => {
    const folder = request.store.objects.get(at);
    if (folder) requireLevel(request, folder, "CAN_EDIT");
    else requireFolderEdit(request, parentPath(at));
  };

  const importObject = (request: FastifyRequest, body: ImportRequest): { object_id: number } => {
    const parent = parentPath(body.path);
    if (request.store.objects.get(parent)?.object_type !== "DIRECTORY")
      throw doesNotExist(`The parent folder (${parent}) does not exist.`);
    if (Buffer.byteLength(body.content, "base64") > MAX_BYTES)
      throw new ApiError(
        400,
        "MAX_NOTEBOOK_SIZE_EXCEEDED",
        `File size exceeded the limit of ${MAX_BYTES} bytes.`,
      );
    const imported = parseImport(body);
    const existing = request.store.objects.get(imported.path);
    if (existing) requireLevel(request, existing, "CAN_EDIT");
    else requireFolderEdit(request, parent);
    return { object_id: saveObject(world, request, imported, existing, body.overwrite) };
  };

  app.post(
    "/api/2.0/workspace/import",
    { config: { operation: "databricks/workspace/import" } },
    async (request) => importObject(request, validate(importRequest, await requestBody(request))),
  );
  // The upload of the Databricks CLI (sync, bundle deploy): the file is the whole body.
  app.post<{ Params: { "*": string } }>(
    "/api/2.0/workspace-files/import-file/*",
    { config: { operation: "databricks/workspace-files/import-file", fileBody: true } },
    (request) => {
      const { overwrite = false } = validateQuery(importFileQuery, request.query);
      const at = validate(byPath, { path: `/${request.params["*"]}` }).path;
      if (!overwrite && request.store.objects.get(at)?.object_type === "FILE")
        throw new ApiError(409, "RESOURCE_ALREADY_EXISTS", `Path (${at}) already exists.`);
      const content = bytesOf(request.body).toString("base64");
      return importObject(request, { path: at, content, format: "AUTO", overwrite });
    },
  );
  app.get<{ Params: { "*": string } }>(
    "/api/2.0/workspace-files/*",
    { config: { operation: "databricks/workspace-files/export-file" } },
    (request, reply) => {
      const at = validate(byPath, { path: `/${request.params["*"]}` }).path;
      const file = objectByPath(request.store, at);
      requireLevel(request, file, "CAN_READ");
      if (file.object_type !== "FILE") throw invalidParameter(`Path (${at}) is not a file.`);
      const content = Buffer.from(file.content ?? "", "base64");
      return reply.type("application/octet-stream").send(content);
    },
  );
  app.get(
    "/api/2.0/workspace/export",
    { config: { operation: "databricks/workspace/export" } },
    (request, reply) => {
      const query = validateQuery(exportQuery, request.query);
      const object = objectByPath(request.store, query.path);
      requireLevel(request, object, "CAN_READ");
      if (object.object_type === "DIRECTORY") throw new NotSimulated("export of folders");
      if (query.format === "HTML" || query.format === "DBC")
        throw new NotSimulated(`export as ${query.format}`);
      const isJupyter = query.format === "JUPYTER" && object.object_type === "NOTEBOOK";
      const content = isJupyter ? toJupyter(object) : (object.content ?? "");
      if (query.direct_download)
        return reply.type("application/octet-stream").send(Buffer.from(content, "base64"));
      return {
        content,
        file_type: isJupyter ? "ipynb" : fileType(object),
      };
    },
  );
  app.get(
    "/api/2.0/workspace/get-status",
    { config: { operation: "databricks/workspace/get-status" } },
    (request) => {
      const query = validateQuery(statusQuery, request.query);
      const object = objectByPath(request.store, query.path);
      if (object.path !== "/") requireLevel(request, object, "CAN_READ");
      // Nothing here is in a Git folder, so there is nothing of one to tell.
      const status = describeObject(object);
      if (!query.return_export_info || object.object_type !== "NOTEBOOK") return status;
      return { ...status, repos_export_format: object.source_format ?? "SOURCE" };
    },
  );
  app.get("/api/2.0/workspace/list", (request) => {
    const { store, caller } = request;
    const query = validateQuery(workspaceListQuery, request.query);
    const folder = objectByPath(store, query.path);
    const objects = store.objects
      .values()
      .filter((o) =>
        folder.object_type === "DIRECTORY"
          ? parentPath(o.path) === folder.path && o.path !== "/"
          : o === folder,
      )
      .filter((o) => o.object_type !== "NOTEBOOK" || o.modified_at > query.notebooks_modified_after)
      .filter((o) =>
        hasPermission(
          store,
          caller,
          permissionType[o.object_type],
          String(o.object_id),
          "CAN_READ",
        ),
      )
      .map(describeObject);
    return { objects: omitEmpty(objects) };
  });
  app.post(
    "/api/2.0/workspace/mkdirs",
    { config: { operation: "databricks/workspace/mkdirs" } },
    (request) => {
      const { path: at } = validate(byPath, request.body);
      if (!request.store.objects.get(at)) requireFolderEdit(request, parentPath(at));
      makeFolders(world, request.store, at, request.caller);
      return {};
    },
  );
  app.post(
    "/api/2.0/workspace/delete",
    { config: { operation: "databricks/workspace/delete" } },
    (request) => {
      const { path: at, recursive } = validate(deleteRequest, request.body);
      const object = objectByPath(request.store, at);
      if (["/", "/Users", "/Shared"].includes(at))
        throw permissionDenied(`Folder ${at} is protected`);
      requireLevel(request, object, "CAN_MANAGE");
      deleteObject(request.store, at, recursive);
      return {};
    },
  );
}

/** The ending of an object's file: a notebook's source has that of its language. */
const fileType = ({ object_type, path }: WorkspaceObject): string =>
  object_type === "NOTEBOOK" ? "py" : (/\.(\w+)$/.exec(path)?.[1] ?? "");

/** A file of no bytes has no body. */
function bytesOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.alloc(0);
}
