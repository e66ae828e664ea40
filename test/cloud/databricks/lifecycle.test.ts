import { afterEach, expect, it, vi } from "vitest";
import { grantRole } from "../../../scripts/cloud/azure/entra/tenant";
import {
  closeDatabricksWorkspace,
  openDatabricksWorkspace,
} from "../../../scripts/cloud/databricks";
import {
  adminHeaders,
  ARM_ID,
  DEPLOYER,
  STUDENT,
  testWorkspace,
  tokenOf,
  WORKSPACE_ID,
  type TestWorkspace,
} from "../../support/databricks/workspace";

let w: TestWorkspace;
afterEach(() => w.close());
const NODES = "/api/2.1/clusters/list-node-types";
const ME = "/api/2.0/preview/scim/v2/Me";

it("a fresh workspace refuses in the words that clients retry, and is ready after half a simulated minute", async () => {
  w = await testWorkspace({ fresh: true });
  const before = w.world.clock.now();
  expect((await w.call("GET", ME)).status).toBe(200);
  expect(await w.call("GET", NODES)).toMatchObject({
    status: 400,
    body: {
      message: `Current organization ${WORKSPACE_ID} does not have any associated worker environments`,
    },
  });
  expect(await w.call("GET", NODES)).toMatchObject({
    status: 503,
    body: { error_code: "TEMPORARILY_UNAVAILABLE" },
  });
  expect((await w.call("GET", NODES)).status).toBe(200);
  expect(w.world.clock.now() - before).toBe(30_000);
});

it("the name of a workspace may be known late, by plan: until then its clients reach no host", async () => {
  w = await testWorkspace();
  w.world.faults.set([{ operation: "databricks/name", nth: 1, answer: "late" }]);
  const workspace = { id: `${ARM_ID}-late`, workspaceId: "5" };
  const url = await openDatabricksWorkspace(w.world, workspace, String);
  const discover = () => fetch(`${url}/.well-known/databricks-config`);
  for (let call = 0; call < 4; call++) await expect(discover()).rejects.toThrow("fetch failed");
  expect((await discover()).status).toBe(200);
  await closeDatabricksWorkspace(w.world, workspace);
});

it("discovery needs no token and names the workspace", async () => {
  w = await testWorkspace();
  const { body, headers } = await w.as(undefined)("GET", "/.well-known/databricks-config");
  expect(body).toMatchObject({
    workspace_id: WORKSPACE_ID,
    cloud: "Azure",
    host_type: "WORKSPACE_HOST",
  });
  expect(headers.get("x-databricks-org-id")).toBe(WORKSPACE_ID);
});

it("refuses no token, a foreign token, and a token for another resource", async () => {
  w = await testWorkspace();
  const app = { idtyp: "app", appid: DEPLOYER, oid: "oid-deployer" } as const;
  for (const token of [
    undefined,
    "nonsense",
    await tokenOf(w.world, app, "https://management.azure.com/"),
  ]) {
    const { status, body, headers } = await w.as(token)("GET", ME);
    expect(status).toBe(401);
    expect(body).toHaveProperty("detail");
    expect(headers.get("x-databricks-org-id")).toBe(WORKSPACE_ID);
  }
});

it("lets in only members, and makes a member of who manages the resource and proves it", async () => {
  w = await testWorkspace();
  const other = { idtyp: "app", appid: "another-app", oid: "oid-other" } as const;
  const token = await tokenOf(w.world, other);
  const refused = await w.as(token)("GET", "/api/2.1/clusters/list");
  expect(refused).toMatchObject({
    status: 403,
    body: { message: `Unauthorized access to workspace: ${WORKSPACE_ID}` },
  });
  const management = await tokenOf(w.world, other, "https://management.azure.com/");
  const manager = { kind: "app", appId: other.appid, displayName: "Other", secret: "" } as const;
  grantRole(w.world, { ...manager, objectId: other.oid }, "Contributor", ARM_ID);
  expect(
    (await w.as(token, adminHeaders(management))("GET", "/api/2.1/clusters/list")).status,
  ).toBe(200);
  expect((await w.as(token)("GET", "/api/2.1/clusters/list")).status).toBe(200);
});

it("makes one member of a manager whose first calls come at once", async () => {
  w = await testWorkspace();
  const other = { idtyp: "app", appid: "another-app", oid: "oid-other" } as const;
  const manager = { kind: "app", appId: other.appid, displayName: "Other", secret: "" } as const;
  grantRole(w.world, { ...manager, objectId: other.oid }, "Contributor", ARM_ID);
  const management = await tokenOf(w.world, other, "https://management.azure.com/");
  const call = w.as(await tokenOf(w.world, other), adminHeaders(management));
  // Each proof is checked before the first of them makes a member.
  const CALLS = 3;
  let proofs = 0;
  let release: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (release = resolve));
  const verify = w.world.tokens.verify.bind(w.world.tokens);
  vi.spyOn(w.world.tokens, "verify").mockImplementation(async (authorization) => {
    const claims = await verify(authorization);
    if (authorization?.endsWith(management) !== true) return claims;
    if (++proofs === CALLS) release();
    await all;
    return claims;
  });
  const answers = await Promise.all(Array.from({ length: CALLS }, () => call("GET", ME)));
  expect(new Set(answers.map(({ body }) => String(body.id))).size).toBe(1);
});

it("a person with the same headers stays outside", async () => {
  w = await testWorkspace();
  const person = { idtyp: "user", upn: STUDENT, oid: "oid-student" } as const;
  const headers = adminHeaders(await tokenOf(w.world, person, "https://management.azure.com/"));
  expect((await w.as(await tokenOf(w.world, person), headers)("GET", ME)).status).toBe(403);
});

it("a personal access token works until it is deleted", async () => {
  w = await testWorkspace();
  const { body } = await w.call("POST", "/api/2.0/token/create", {
    comment: "ci",
    lifetime_seconds: 600,
  });
  const { token_value, token_info } = body as {
    token_value: string;
    token_info: { token_id: string };
  };
  expect((await w.as(token_value)("GET", ME)).body.userName).toBe(DEPLOYER);
  expect((await w.call("GET", "/api/2.0/token/list")).body.token_infos).toEqual([token_info]);
  await w.call("POST", "/api/2.0/token/delete", { token_id: token_info.token_id });
  expect((await w.as(token_value)("GET", ME)).status).toBe(401);
});

it("a personal access token ends when its time is over", async () => {
  w = await testWorkspace();
  const { body } = await w.call("POST", "/api/2.0/token/create", { lifetime_seconds: 600 });
  w.world.clock.advance(601_000);
  expect((await w.as(body.token_value as string)("GET", ME)).status).toBe(401);
});

it("what is not simulated says so by name", async () => {
  w = await testWorkspace();
  const { status, body } = await w.call("GET", "/api/2.0/serving-endpoints");
  expect(status).toBe(501);
  expect(body.message).toContain("/api/2.0/serving-endpoints of Azure Databricks");
});

it("a deleted workspace stops answering, and one of the same name is empty", async () => {
  w = await testWorkspace();
  await w.call("POST", "/api/2.0/secrets/scopes/create", { scope: "s" });
  await closeDatabricksWorkspace(w.world, { id: ARM_ID.toUpperCase() });
  await expect(w.call("GET", ME)).rejects.toThrow("fetch failed");
  expect(w.world.store.collection("databricks/scopes").values()).toEqual([]);
  const other = { id: ARM_ID, workspaceId: "999999999999999" };
  const url = await openDatabricksWorkspace(w.world, other, String);
  const answer = await fetch(`${url}/.well-known/databricks-config`);
  expect(await answer.json()).toMatchObject({ workspace_id: "999999999999999" });
});

it("opening twice keeps the host and what is inside", async () => {
  w = await testWorkspace();
  await w.call("POST", "/api/2.0/secrets/scopes/create", { scope: "s" });
  const same = { id: ARM_ID, workspaceId: WORKSPACE_ID };
  expect(await openDatabricksWorkspace(w.world, same, String)).toBe(w.url);
  expect((await w.call("GET", "/api/2.0/secrets/scopes/list")).body.scopes).toHaveLength(1);
});
