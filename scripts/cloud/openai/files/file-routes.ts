import type { FastifyInstance, FastifyRequest } from "fastify";
import { NotSimulated } from "../../core/errors";
import type { World } from "../../core/world";
import { admitToBatches, BOTH_PATHS, pageOf } from "../account-routes";
import { DATA_OPERATIONS, type DataOperation } from "../data-operations";
import { invalidRequest } from "../errors";
import { memberOf, textOf } from "../json-values";
import { type AccountFile, AccountFiles } from "./account-files";

/*
 * @parity
 * - Files for batches on both paths, from 2024-07-01-preview on: upload (201), list, content,
 *   delete; `.jsonl` only, 500 of an account, `expires_after` of 14 to 30 days — documented; the
 *   status of the upload general knowledge, texts guessed
 */

/*
 * @not-simulated
 * - files for other purposes
 */

const OPTIONS = { config: { operation: "openai/files" } };
/** Seconds that a file may be asked to live: 14 to 30 days (documented). */
const LIFE = { least: 1_209_600, most: 2_592_000 };
/** Most files of an account without an end of their life (documented). */
const MAX_FILES = 500;

interface ById {
  Params: { id: string };
}

/** Files for batches and those that batches write. */
export function fileRoutes(app: FastifyInstance, world: World): void {
  const filesFor = async (request: FastifyRequest, operation: DataOperation) =>
    new AccountFiles(world, (await admitToBatches(world, request, operation)).key);
  for (const prefix of BOTH_PATHS) {
    app.post(`${prefix}/files`, OPTIONS, async (request, reply) => {
      const files = await filesFor(request, DATA_OPERATIONS.writeFiles);
      const { content, ...upload } = await readUpload(world, request);
      if (files.all().length >= MAX_FILES)
        throw invalidRequest(`An account can have ${MAX_FILES} files at most.`, "file");
      return reply.status(201).send(describeFile(files.add(upload, content)));
    });
    app.get(`${prefix}/files`, OPTIONS, async (request) => {
      const files = await filesFor(request, DATA_OPERATIONS.readFiles);
      const purpose = memberOf(request.query, "purpose");
      const all = files.all().filter((one) => purpose === undefined || one.purpose === purpose);
      const { data, ...page } = pageOf(all, request.query);
      return { object: "list", data: data.map(describeFile), ...page };
    });
    app.get<ById>(`${prefix}/files/:id`, OPTIONS, async (request) => {
      const files = await filesFor(request, DATA_OPERATIONS.readFiles);
      return describeFile(files.require(request.params.id));
    });
    app.get<ById>(`${prefix}/files/:id/content`, OPTIONS, async (request, reply) => {
      const files = await filesFor(request, DATA_OPERATIONS.readFiles);
      const { content } = files.require(request.params.id);
      return reply.type("application/octet-stream").send(Buffer.from(content, "base64"));
    });
    app.delete<ById>(`${prefix}/files/:id`, OPTIONS, async (request) => {
      const files = await filesFor(request, DATA_OPERATIONS.deleteFiles);
      const { id } = request.params;
      files.delete(id);
      return { id, object: "file", deleted: true };
    });
  }
}

type Upload = Pick<AccountFile, "filename" | "purpose" | "expires_at"> & { content: Buffer };

/** @throws ApiError 400 for what is no form with a file of lines; 501 for other purposes */
async function readUpload(world: World, { headers, body }: FastifyRequest): Promise<Upload> {
  const type = headers["content-type"] ?? "";
  if (!type.startsWith("multipart/form-data") || !Buffer.isBuffer(body))
    throw invalidRequest("The request must be a form with a file.", "file");
  const form = await new Response(new Uint8Array(body), {
    headers: { "content-type": type },
  }).formData();
  const [file, purpose] = [form.get("file"), form.get("purpose")];
  if (!(file instanceof File)) throw invalidRequest("Missing required parameter: 'file'.", "file");
  if (typeof purpose !== "string")
    throw invalidRequest("Missing required parameter: 'purpose'.", "purpose");
  if (purpose !== "batch") throw new NotSimulated(`files for the purpose ${purpose}`);
  if (!/\.jsonl$/i.test(file.name))
    throw invalidRequest("Invalid file format for Batch API. Must be .jsonl", "file");
  return {
    filename: file.name,
    purpose,
    expires_at: endOfLife(
      world,
      textOf(form.get("expires_after[seconds]") ?? form.get("expires_after.seconds")),
    ),
    content: Buffer.from(await file.arrayBuffer()),
  };
}

function endOfLife(world: World, seconds: string): number | undefined {
  if (seconds === "") return undefined;
  const life = Number(seconds);
  if (!(life >= LIFE.least && life <= LIFE.most))
    throw invalidRequest(`A file lives ${LIFE.least} to ${LIFE.most} seconds.`, "expires_after");
  return Math.floor(world.clock.now() / 1000) + life;
}

const describeFile = ({ content, ...file }: AccountFile): Record<string, unknown> => ({
  object: "file",
  ...file,
  bytes: Buffer.byteLength(content, "base64"),
  status: "processed",
});
