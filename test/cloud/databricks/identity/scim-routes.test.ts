import { afterEach, beforeEach, expect, it } from "vitest";
import {
  DEPLOYER,
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
const R = "/api/2.0/preview/scim/v2";

it("Me names the caller and the workspace", async () => {
  const { body, headers } = await w.call("GET", `${R}/Me?excludedAttributes=entitlements`);
  expect(headers.get("x-databricks-org-id")).toBe(WORKSPACE_ID);
  expect(headers.get("content-type")).toContain("application/scim+json");
  expect(body).toMatchObject({
    userName: DEPLOYER,
    active: true,
    groups: [{ display: "admins" }, { display: "users" }],
  });
});

it("creates, finds, changes and deletes a user, and gives them a home", async () => {
  const sent = { userName: STUDENT, displayName: "Student", active: true, entitlements: [{}] };
  const created = await w.call("POST", `${R}/Users`, sent);
  expect(created.status).toBe(201);
  expect(created.body).not.toHaveProperty("entitlements");
  const id = created.body.id as string;
  // The SDKs quote with double quotes, the provider's forced import with single ones.
  for (const filter of [`userName eq "${STUDENT}"`, `userName eq '${STUDENT}'`]) {
    const found = (await w.call("GET", `${R}/Users?filter=${encodeURIComponent(filter)}`)).body;
    expect(found).toMatchObject({ totalResults: 1, Resources: [{ id, userName: STUDENT }] });
  }
  expect((await w.call("GET", `/api/2.0/workspace/get-status?path=/Users/${STUDENT}`)).status).toBe(
    200,
  );
  await w.call("PATCH", `${R}/Users/${id}`, {
    Operations: [{ op: "replace", path: "displayName", value: "Sam" }],
  });
  expect((await w.call("GET", `${R}/Users/${id}`)).body.displayName).toBe("Sam");
  expect((await w.call("DELETE", `${R}/Users/${id}`)).status).toBe(204);
  expect(await w.call("GET", `${R}/Users/${id}`)).toMatchObject({
    status: 404,
    body: { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: "404" },
  });
});

it("refuses a user who exists, in the words that clients match", async () => {
  await w.student();
  const { status, body } = await w.call("POST", `${R}/Users`, { userName: STUDENT });
  expect(status).toBe(409);
  expect(body).toEqual({
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    detail: `User with username ${STUDENT} already exists.`,
    status: "409",
  });
});

it("a user whose account is switched off is not let in", async () => {
  const { call } = await w.student();
  const filter = encodeURIComponent(`userName eq "${STUDENT}"`);
  const { id } = (await w.call("GET", `${R}/Users?filter=${filter}`)).body.Resources[0];
  expect((await call("GET", `${R}/Me`)).status).toBe(200);
  await w.call("PUT", `${R}/Users/${id}`, { userName: STUDENT, active: false });
  expect((await call("GET", `${R}/Me`)).status).toBe(403);
});

it("only administrators add members; service principals are members of their own kind", async () => {
  const { call } = await w.student();
  expect((await call("POST", `${R}/Users`, { userName: "who@rai-lab.example" })).status).toBe(403);
  const { body } = await w.call("GET", `${R}/ServicePrincipals`);
  expect(body.Resources).toMatchObject([{ applicationId: DEPLOYER }]);
  const groups = (await w.call("GET", `${R}/Groups`)).body;
  expect(groups.Resources).toMatchObject([
    { displayName: "admins", members: [{ display: DEPLOYER }] },
    { displayName: "users", members: [{ display: DEPLOYER }, { display: "Student" }] },
  ]);
});

it("a group's members come and go in the provider's two forms", async () => {
  interface User {
    id: string;
    groups: { display: string }[];
  }
  const student = await w.student();
  const filter = encodeURIComponent(`userName eq "${STUDENT}"`);
  const find = async (): Promise<User> => {
    const { body } = await w.call("GET", `${R}/Users?filter=${filter}`);
    return body.Resources[0] as User;
  };
  const patch = async (call: typeof w.call, group: string, operation: object): Promise<number> =>
    (await call("PATCH", `${R}/Groups/${group}`, { Operations: [operation] })).status;
  const { body } = await w.call("GET", `${R}/Groups?filter=displayName eq "admins"`);
  const admins = body.Resources[0].id as string;
  const { id } = await find();
  const add = { op: "add", path: "members", value: [{ value: id }] };
  const remove = { op: "remove", path: `members[value eq "${id}"]` };
  expect(await patch(student.call, admins, add)).toBe(403);
  for (const operation of [add, add, remove, remove]) {
    expect(await patch(w.call, admins, operation)).toBe(204);
    const names = (await find()).groups.map(({ display }) => display);
    expect(names.includes("admins")).toBe(operation === add);
  }
  const unknown = { ...add, value: [{ value: id }, { value: "404" }] };
  expect(await patch(w.call, admins, unknown)).toBe(404);
  expect((await find()).groups).toHaveLength(1);
  expect(await patch(w.call, "99", add)).toBe(404);
  expect(await patch(w.call, "2", add)).toBe(501);
  expect(await patch(w.call, admins, { op: "replace", path: "members" })).toBe(400);
  expect(await patch(w.call, admins, { op: "replace", path: "entitlements" })).toBe(501);
});
