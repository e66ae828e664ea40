import type { FastifyReply } from "fastify";
import { z } from "zod";
import { ApiError, NotSimulated } from "../../core/errors";
import type { Member } from "../entities";
import type { WorkspaceStore } from "../store";
import { validate } from "../validate";

/** The preview path of SCIM 2.0, which all clients use. */
export const SCIM = "/api/2.0/preview/scim/v2";

const TYPE = "application/scim+json; charset=utf-8";

/** What lists obey of a query. */
export const listQuery = z.looseObject({
  filter: z.string().optional(),
  startIndex: z.coerce.number().int().min(1).optional(),
  count: z.coerce.number().int().min(0).optional(),
});

/** The body of a PATCH. */
export const patchBody = z.looseObject({
  Operations: z.array(
    z.looseObject({ op: z.string(), path: z.string().optional(), value: z.unknown().optional() }),
  ),
});

/** One operation of a PATCH. */
export type PatchOperation = z.infer<typeof patchBody>["Operations"][number];

/** Sends a body with SCIM's own content type. */
export const sendScim = (reply: FastifyReply, body: Record<string, unknown>): FastifyReply =>
  reply.type(TYPE).send(body);

/**
 * The value of a filter such as `userName eq "a@b"`, in double quotes, in single quotes (as the
 * provider writes it) or without.
 * @throws ApiError NotSimulated (501) for other filters.
 */
export function parseFilter(filter: string | undefined): string | undefined {
  if (filter === undefined || filter === "") return undefined;
  const value = /^(?:userName|applicationId|displayName) eq (["']?)([^"']+)\1$/i.exec(
    filter.trim(),
  )?.[2];
  if (value === undefined) throw new NotSimulated(`the filter ${filter}`);
  return value;
}

/** A page of a list, as `startIndex` (from 1) and `count` ask for it. */
export function listResponse(
  all: Record<string, unknown>[],
  { startIndex = 1, count = 100 }: z.infer<typeof listQuery>,
): Record<string, unknown> {
  const Resources = all.slice(startIndex - 1, startIndex - 1 + count);
  return {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults: all.length,
    startIndex,
    itemsPerPage: Resources.length,
    Resources,
  };
}

/** The member of a path. @throws ApiError 404 */
export function memberById(store: WorkspaceStore, params: unknown): Member {
  const { id } = validate(z.object({ id: z.string() }), params);
  const found = store.members.get(id);
  if (!found) throw new ApiError(404, "SCIM_404", `User with id ${id} not found.`);
  return found;
}
