import { afterEach, beforeEach, expect, it } from "vitest";
import { workspaceStore } from "../../../../scripts/cloud/databricks/store";
import { issueToken, findMember } from "../../../../scripts/cloud/databricks/identity/members";
import {
  STUDENT,
  testWorkspace,
  WORKSPACE_ID,
  type TestWorkspace,
} from "../../../support/databricks/workspace";

let w: TestWorkspace;
beforeEach(async () => {
  w = await testWorkspace();
});
afterEach(() => w.close());
const R = "/api/2.0/secrets";
const scope = "rai-lab-dev";
const key = "openai-key";
const create = () =>
  w.call("POST", `${R}/scopes/create`, { scope, scope_backend_type: "DATABRICKS" });

/** A token as a run's notebook has it. */
function insideCompute(userName: string): string {
  const store = workspaceStore(w.world.store, WORKSPACE_ID);
  const memberId = findMember(store, userName)!.id;
  return issueToken(store, w.world.random, {
    memberId,
    run: 1,
    creation_time: 0,
    expiry_time: Infinity,
  })[0];
}

it("makes a scope once, lists it, and forgets it with its secrets", async () => {
  expect((await create()).body).toEqual({});
  expect(await create()).toMatchObject({
    status: 400,
    body: { error_code: "RESOURCE_ALREADY_EXISTS", message: "Scope rai-lab-dev already exists!" },
  });
  expect((await w.call("GET", `${R}/scopes/list`)).body).toEqual({
    scopes: [{ name: scope, backend_type: "DATABRICKS" }],
  });
  await w.call("POST", `${R}/put`, { scope, key, string_value: "k" });
  await w.call("POST", `${R}/scopes/delete`, { scope });
  expect((await w.call("GET", `${R}/list?scope=${scope}`)).body).toEqual({
    error_code: "RESOURCE_DOES_NOT_EXIST",
    message: "Scope rai-lab-dev does not exist!",
  });
  await create();
  expect((await w.call("GET", `${R}/list?scope=${scope}`)).body).toEqual({});
});

it("lists keys and times, never values", async () => {
  await create();
  await w.call("POST", `${R}/put`, { scope, key, string_value: "value-of-the-key" });
  const { body } = await w.call("GET", `${R}/list?scope=${scope}`);
  expect(body).toEqual({ secrets: [{ key, last_updated_timestamp: w.world.clock.now() }] });
  await w.call("POST", `${R}/delete`, { scope, key });
  expect((await w.call("POST", `${R}/delete`, { scope, key })).body.message).toBe(
    "Secret does not exist with scope: rai-lab-dev and key: openai-key",
  );
});

it("gives the value inside compute only, and only to those who may read", async () => {
  await w.student();
  await create();
  await w.call("POST", `${R}/put`, { scope, key, string_value: "value-of-the-key" });
  const get = (token: string) => w.as(token)("GET", `${R}/get?scope=${scope}&key=${key}`);
  expect((await get(w.token)).status).toBe(403);
  const inside = insideCompute(STUDENT);
  expect((await get(inside)).body.error_code).toBe("PERMISSION_DENIED");
  await w.call("POST", `${R}/acls/put`, { scope, principal: STUDENT, permission: "READ" });
  const { body } = await get(inside);
  expect(Buffer.from(body.value as string, "base64").toString()).toBe("value-of-the-key");
});

it("READ does not allow to write, WRITE does not allow to grant", async () => {
  const { call } = await w.student();
  await create();
  const put = () => call("POST", `${R}/put`, { scope, key, string_value: "x" });
  const grant = () =>
    call("POST", `${R}/acls/put`, { scope, principal: STUDENT, permission: "MANAGE" });
  await w.call("POST", `${R}/acls/put`, { scope, principal: STUDENT, permission: "READ" });
  expect((await put()).status).toBe(403);
  await w.call("POST", `${R}/acls/put`, { scope, principal: STUDENT, permission: "WRITE" });
  expect((await put()).status).toBe(200);
  expect((await grant()).status).toBe(403);
});

it("reads, lists and deletes grants; refuses people it does not know", async () => {
  await w.student();
  await create();
  const principal = STUDENT;
  const unknown = await w.call("POST", `${R}/acls/put`, {
    scope,
    principal: "who@rai-lab.example",
    permission: "READ",
  });
  expect(unknown).toMatchObject({ status: 404, body: { error_code: "RESOURCE_DOES_NOT_EXIST" } });
  await w.call("POST", `${R}/acls/put`, { scope, principal, permission: "READ" });
  expect((await w.call("GET", `${R}/acls/get?scope=${scope}&principal=${principal}`)).body).toEqual(
    {
      principal,
      permission: "READ",
    },
  );
  const { body } = await w.call("GET", `${R}/acls/list?scope=${scope}`);
  expect(body.items).toHaveLength(2);
  await w.call("POST", `${R}/acls/delete`, { scope, principal });
  expect((await w.call("GET", `${R}/acls/get?scope=${scope}&principal=${principal}`)).status).toBe(
    404,
  );
});

it("refuses bad names and a value given twice", async () => {
  const bad = await w.call("POST", `${R}/scopes/create`, { scope: "no spaces" });
  expect(bad.body.message).toMatch(/^Invalid value for scope/);
  await create();
  const twice = await w.call("POST", `${R}/put`, {
    scope,
    key,
    string_value: "a",
    bytes_value: "Yg==",
  });
  expect(twice.body.error_code).toBe("INVALID_PARAMETER_VALUE");
});
