import { isIP } from "node:net";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { World } from "../../core/world";
import { ApiError } from "../../core/errors";
import { doesNotExist } from "../errors";
import { requireAdmin } from "../permissions/acl";
import type { WorkspaceStore } from "../store";
import { validate } from "../validate";
import type { IpAccessList } from "./ip-access-list";

/*
 * @parity
 * - IP access lists are kept; without `enableIpAccessLists` they have no effect; 1,000 addresses,
 *   `QUOTA_EXCEEDED` — documented
 */

const ROOT = "/api/2.0/ip-access-lists";
/** Most addresses of all lists together (documented). */
const MAX_ADDRESSES = 1000;
const isAddress = (text: string): boolean => isIP(text.replace(/\/\d{1,3}$/, "")) === 4;
const addresses = z.array(z.string().refine(isAddress, "no IPv4 address or range"));
const settings = z.object({
  label: z.string().min(1),
  list_type: z.enum(["ALLOW", "BLOCK"]),
  ip_addresses: addresses.default([]),
});
const replacement = settings.extend({ enabled: z.boolean() });
const change = z.object({
  label: settings.shape.label.optional(),
  list_type: settings.shape.list_type.optional(),
  ip_addresses: addresses.optional(),
  enabled: z.boolean().optional(),
});
interface ById {
  Params: { id: string };
}

/** The routes of IP access lists 2.0. They are kept; `enableIpAccessLists` would make them work. */
export function ipAccessListRoutes(app: FastifyInstance, world: World): void {
  const write = { config: { operation: "databricks/ip-access-lists/write" } };
  const stamp = ({ caller }: FastifyRequest) => ({
    updated_at: world.clock.now(),
    updated_by: Number(caller.member.id),
  });
  app.post(ROOT, write, (request) => {
    requireAdmin(request.caller);
    const asked = validate(settings, request.body);
    requireRoom(request.store, asked.ip_addresses);
    const { updated_at, updated_by } = stamp(request);
    const list_id = world.random.guid();
    const created = { created_at: updated_at, created_by: updated_by, updated_at, updated_by };
    const list = { ...asked, list_id, enabled: true, ...created };
    return { ip_access_list: describe(request.store.ipAccessLists.put(list_id, list)) };
  });
  app.get(ROOT, ({ store, caller }) => {
    requireAdmin(caller);
    return { ip_access_lists: store.ipAccessLists.values().map(describe) };
  });
  app.get<ById>(`${ROOT}/:id`, ({ store, caller, params }) => {
    requireAdmin(caller);
    return { ip_access_list: describe(listById(store, params.id)) };
  });
  for (const [method, schema] of [
    ["PUT", replacement],
    ["PATCH", change],
  ] as const)
    app.route<ById>({
      method,
      url: `${ROOT}/:id`,
      ...write,
      handler(request) {
        requireAdmin(request.caller);
        const list = listById(request.store, request.params.id);
        const asked = validate<typeof schema>(schema, request.body);
        requireRoom(request.store, asked.ip_addresses ?? [], list);
        const changed = { ...list, ...asked, ...stamp(request) };
        request.store.ipAccessLists.put(list.list_id, changed);
        return {};
      },
    });
  app.delete<ById>(`${ROOT}/:id`, write, ({ store, caller, params }) => {
    requireAdmin(caller);
    store.ipAccessLists.delete(listById(store, params.id).list_id);
    return {};
  });
}

/** @throws ApiError RESOURCE_DOES_NOT_EXIST */
function listById({ ipAccessLists }: WorkspaceStore, id: string): IpAccessList {
  const found = ipAccessLists.get(id);
  if (!found) throw doesNotExist(`IP access list ${id} does not exist.`);
  return found;
}

/** @throws ApiError QUOTA_EXCEEDED when all lists together would hold too many addresses */
function requireRoom(store: WorkspaceStore, added: string[], instead?: IpAccessList): void {
  const others = store.ipAccessLists.values().filter((one) => one !== instead);
  const count = others.reduce((sum, one) => sum + one.ip_addresses.length, added.length);
  if (count > MAX_ADDRESSES)
    throw new ApiError(400, "QUOTA_EXCEEDED", `At most ${MAX_ADDRESSES} addresses are allowed.`);
}

const describe = (list: IpAccessList): Record<string, unknown> => ({
  ...list,
  address_count: list.ip_addresses.length,
});
