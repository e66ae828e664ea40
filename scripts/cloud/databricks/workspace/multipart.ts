import type { FastifyRequest } from "fastify";

/**
 * A body as JSON would have it, whichever way it came: clients upload files as forms, in which a flag is text and the
 * file is bytes (base64 here, as in JSON).
 */
export async function requestBody(request: FastifyRequest): Promise<unknown> {
  const type = request.headers["content-type"] ?? "";
  if (!type.startsWith("multipart/form-data") || !Buffer.isBuffer(request.body))
    return request.body;
  const form = await new Response(new Uint8Array(request.body), {
    headers: { "content-type": type },
  }).formData();
  const fields: Record<string, unknown> = {};
  for (const [name, value] of form)
    fields[name] =
      typeof value === "string"
        ? parseField(value)
        : Buffer.from(await value.arrayBuffer()).toString("base64");
  return fields;
}

const parseField = (value: string): string | boolean =>
  /^(true|false)$/i.test(value) ? /^true$/i.test(value) : value;
