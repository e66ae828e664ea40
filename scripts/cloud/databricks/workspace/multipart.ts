import type { FastifyRequest } from "fastify";

/**
 * The body of a request, as if it were sent as JSON. Clients upload files as multipart forms, where
 * a flag is text and the file is bytes; here the flag becomes a boolean and the file base64.
 */
export async function requestBody(request: FastifyRequest): Promise<unknown> {
  const type = request.headers["content-type"] ?? "";
  if (!type.startsWith("multipart/form-data") || !Buffer.isBuffer(request.body))
    return request.body;
  const form = await new Response(new Uint8Array(request.body), {
    headers: { "content-type": type },
  }).formData();
  const fields: Record<string, unknown> = {};
  for (const [name, value] of form) fields[name] = await parseField(value);
  return fields;
}

async function parseField(value: string | Blob): Promise<string | boolean> {
  if (typeof value !== "string") return Buffer.from(await value.arrayBuffer()).toString("base64");
  if (!/^(true|false)$/i.test(value)) return value;
  return value.toLowerCase() === "true";
}
