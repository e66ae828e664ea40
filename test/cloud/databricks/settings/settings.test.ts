import { afterEach, beforeEach, expect, it } from "vitest";
import { testWorkspace, type TestWorkspace } from "../../../support/databricks/workspace";

let w: TestWorkspace;
beforeEach(async () => void (w = await testWorkspace()));
afterEach(() => w.close());

const CONF = "/api/2.0/workspace-conf";
const LISTS = "/api/2.0/ip-access-lists";
const create = (body: object) => w.call("POST", "/api/2.0/token/create", body);

it("limits the lifetime of tokens, and turns them off, by the workspace's configuration", async () => {
  const keys = `${CONF}?keys=enableTokensConfig,maxTokenLifetimeDays`;
  const first = { enableTokensConfig: "true", maxTokenLifetimeDays: "0" };
  expect((await w.call("GET", keys)).body).toEqual(first);
  expect((await w.call("PATCH", CONF, { maxTokenLifetimeDays: "1" })).status).toBe(204);
  expect((await create({ lifetime_seconds: 3600 })).status).toBe(200);
  expect((await create({ lifetime_seconds: 2 * 86_400 })).status).toBe(400);
  expect((await create({})).status).toBe(400);
  await w.call("PATCH", CONF, { enableTokensConfig: "false" });
  expect((await create({ lifetime_seconds: 3600 })).status).toBe(403);
  expect((await w.call("GET", keys)).body.enableTokensConfig).toBe("false");
});

it.each([{ enableIpAccessLists: "true" }, { enableDbfsFileBrowser: "true" }])(
  "does not keep %o, which nothing here obeys",
  async (change) => {
    expect((await w.call("PATCH", CONF, change)).status).toBe(501);
  },
);

it("keeps lists of addresses, up to a thousand of them", async () => {
  const list = { label: "campus", list_type: "ALLOW", ip_addresses: ["10.0.0.0/8", "192.0.2.1"] };
  const { ip_access_list: made } = (await w.call("POST", LISTS, list)).body as {
    ip_access_list: { list_id: string };
  };
  expect(made).toMatchObject({ ...list, enabled: true, address_count: 2 });
  const one = `${LISTS}/${made.list_id}`;
  await w.call("PATCH", one, { enabled: false });
  expect((await w.call("GET", one)).body.ip_access_list).toMatchObject({ ...list, enabled: false });
  await w.call("PUT", one, { ...list, label: "home", enabled: true });
  expect((await w.call("GET", LISTS)).body.ip_access_lists).toMatchObject([{ label: "home" }]);
  const many = Array.from({ length: 999 }, (_, i) => `10.1.${i >> 8}.${i & 255}`);
  const tooMany = await w.call("POST", LISTS, { ...list, ip_addresses: many });
  expect(tooMany.body.error_code).toBe("QUOTA_EXCEEDED");
  expect((await w.call("POST", LISTS, { ...list, ip_addresses: ["here"] })).status).toBe(400);
  await w.call("DELETE", one);
  expect((await w.call("GET", LISTS)).body).toEqual({ ip_access_lists: [] });
});

it("is for administrators", async () => {
  const { call } = await w.student();
  for (const path of [`${CONF}?keys=enableTokensConfig`, LISTS, "/api/2.0/global-init-scripts"])
    expect((await call("GET", path)).status).toBe(403);
});
