import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { ApiError } from "../../core/errors";
import type { World } from "../../core/world";
import { demand, grantCreator, holds, typeWord } from "../permissions/acl";
import type { WorkspaceObject } from "../entities";
import { denied, exists, invalid, missing } from "../errors";
import {
  describeObject,
  makeFolders,
  normalPath,
  objectAt,
  parentOf,
  removeObject,
} from "./objects";
import { bodyOf } from "./multipart";
import { asNotebook, type Imported } from "./notebook-format";
import { flag, read } from "../validate";

const MAX_BYTES = 10 * 1024 * 1024;
const path = z.string().startsWith("/").transform(normalPath);
const byPath = z.object({ path });
const put = z.object({
  path,
  content: z.string().default(""),
  format: z
    .enum(["SOURCE", "HTML", "JUPYTER", "DBC", "R_MARKDOWN", "AUTO", "RAW"])
    .default("SOURCE"),
  language: z.enum(["PYTHON", "SQL", "SCALA", "R"]).optional(),
  overwrite: z.boolean().default(false),
});
const get = z.object({ path, format: z.string().optional(), direct_download: flag });
const remove = z.object({ path, recursive: z.boolean().default(false) });

/** Workspace 2.0: folders, notebooks and files. */
export function workspaceRoutes(app: FastifyInstance, world: World): void {
  const may = ({ content, caller }: FastifyRequest, object: WorkspaceObject, level: string): void =>
    demand(
      content,
      caller,
      typeWord[object.object_type],
      String(object.object_id),
      level,
      object.path,
    );
  /** The nearest folder that exists decides who may add to a path. */
  const mayAdd = (request: FastifyRequest, at: string): void => {
    const folder = request.content.objects.get(at);
    if (folder) may(request, folder, "CAN_EDIT");
    else mayAdd(request, parentOf(at));
  };

  app.post(
    "/api/2.0/workspace/import",
    { config: { operation: "databricks/workspace/import" } },
    async (request) => {
      const body = read(put, await bodyOf(request));
      const parent = parentOf(body.path);
      if (request.content.objects.get(parent)?.object_type !== "DIRECTORY")
        throw missing(`The parent folder (${parent}) does not exist.`);
      if (Buffer.byteLength(body.content, "base64") > MAX_BYTES)
        throw new ApiError(
          400,
          "MAX_NOTEBOOK_SIZE_EXCEEDED",
          `File size exceeded the limit of ${MAX_BYTES} bytes.`,
        );
      const imported = asNotebook(body);
      const before = request.content.objects.get(imported.path);
      if (before) may(request, before, "CAN_EDIT");
      else mayAdd(request, parent);
      return { object_id: store(world, request, imported, before, body.overwrite) };
    },
  );
  app.get(
    "/api/2.0/workspace/export",
    { config: { operation: "databricks/workspace/export" } },
    (request, reply) => {
      const query = read(get, request.query);
      const object = objectAt(request.content, query.path);
      may(request, object, "CAN_READ");
      if (object.object_type === "DIRECTORY")
        throw new ApiError(501, "NotSimulated", "export of folders is not simulated");
      if (query.format === "HTML" || query.format === "JUPYTER" || query.format === "DBC")
        throw new ApiError(
          501,
          "NotSimulated",
          `the local cloud does not simulate export as ${query.format}`,
        );
      const content = object.content ?? "";
      if (query.direct_download)
        return reply.type("application/octet-stream").send(Buffer.from(content, "base64"));
      return {
        content,
        file_type:
          object.object_type === "NOTEBOOK" ? "py" : (/\.(\w+)$/.exec(object.path)?.[1] ?? ""),
      };
    },
  );
  app.get(
    "/api/2.0/workspace/get-status",
    { config: { operation: "databricks/workspace/get-status" } },
    (request) => {
      const object = objectAt(request.content, read(byPath, request.query).path);
      if (object.path !== "/") may(request, object, "CAN_READ");
      return describeObject(object);
    },
  );
  app.get("/api/2.0/workspace/list", (request) => {
    const { content, caller } = request;
    const folder = objectAt(content, read(byPath, request.query).path);
    const objects = content.objects
      .values()
      .filter((o) =>
        folder.object_type === "DIRECTORY"
          ? parentOf(o.path) === folder.path && o.path !== "/"
          : o === folder,
      )
      .filter((o) =>
        holds(content, caller, typeWord[o.object_type], String(o.object_id), "CAN_READ"),
      )
      .map(describeObject);
    return objects.length > 0 ? { objects } : {};
  });
  app.post(
    "/api/2.0/workspace/mkdirs",
    { config: { operation: "databricks/workspace/mkdirs" } },
    (request) => {
      const { path: at } = read(byPath, request.body);
      if (!request.content.objects.get(at)) mayAdd(request, parentOf(at));
      makeFolders(world, request.content, at, request.caller);
      return {};
    },
  );
  app.post(
    "/api/2.0/workspace/delete",
    { config: { operation: "databricks/workspace/delete" } },
    (request) => {
      const { path: at, recursive } = read(remove, request.body);
      const object = objectAt(request.content, at);
      if (["/", "/Users", "/Shared"].includes(at)) throw denied(`Folder ${at} is protected`);
      may(request, object, "CAN_MANAGE");
      removeObject(request.content, at, recursive);
      return {};
    },
  );
}

function store(
  world: World,
  { content, caller }: FastifyRequest,
  imported: Imported,
  before: WorkspaceObject | undefined,
  overwrite: boolean,
): number {
  if (before && !overwrite) throw exists(`Path (${imported.path}) already exists.`);
  if (before && before.object_type !== imported.object_type)
    throw invalid(
      `Cannot overwrite the asset at ${imported.path} due to type mismatch (asked: ${imported.object_type}, actual: ${before.object_type})`,
    );
  const now = world.clock.now();
  const object_id = before?.object_id ?? Number(world.random.digits(15));
  content.objects.put(imported.path, {
    ...imported,
    object_id,
    created_at: before?.created_at ?? now,
    modified_at: now,
    creator: before?.creator ?? caller.member.userName,
  });
  if (!before) grantCreator(content, caller, typeWord[imported.object_type], String(object_id));
  return object_id;
}
