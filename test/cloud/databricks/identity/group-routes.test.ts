import { afterEach, beforeEach, expect, it } from "vitest";
import { testWorkspace, type TestWorkspace } from "../../../support/databricks/workspace";

let w: TestWorkspace;
beforeEach(async () => void (w = await testWorkspace()));
afterEach(() => w.close());

const R = "/api/2.0/preview/scim/v2";
const idOf = async (userName: string): Promise<string> =>
  String((await w.call("POST", `${R}/Users`, { userName })).body.id);
const patch = (id: string, ...Operations: object[]) =>
  w.call("PATCH", `${R}/Groups/${id}`, { Operations });
const membersOf = async (id: string): Promise<string[]> =>
  ((await w.call("GET", `${R}/Groups/${id}`)).body.members as { value: string }[]).map(
    ({ value }) => value,
  );

it("creates, finds, changes and deletes a group", async () => {
  const [ada, ben] = [await idOf("ada@x.example"), await idOf("ben@x.example")];
  const made = await w.call("POST", `${R}/Groups`, {
    displayName: "tutors",
    members: [{ value: ada }],
  });
  expect([made.status, made.body]).toMatchObject([
    201,
    {
      displayName: "tutors",
      members: [{ value: ada, $ref: `Users/${ada}` }],
      meta: { resourceType: "WorkspaceGroup" },
    },
  ]);
  const id = String(made.body.id);
  expect((await w.call("POST", `${R}/Groups`, { displayName: "tutors" })).status).toBe(409);
  const filter = encodeURIComponent('displayName eq "tutors"');
  expect((await w.call("GET", `${R}/Groups?filter=${filter}`)).body).toMatchObject({
    totalResults: 1,
    Resources: [{ id }],
  });

  expect((await patch(id, { op: "add", path: "members", value: [{ value: ben }] })).status).toBe(
    204,
  );
  expect(await membersOf(id)).toEqual([ada, ben]);
  await patch(id, { op: "remove", path: `members[value eq "${ada}"]` });
  await patch(
    id,
    { op: "add", value: { members: [{ value: ada }] } },
    { op: "replace", path: "displayName", value: "teachers" },
  );
  expect(await membersOf(id)).toEqual([ben, ada]);
  const { body: user } = await w.call("GET", `${R}/Users/${ada}`);
  expect(user.groups).toContainEqual({
    display: "teachers",
    type: "direct",
    value: id,
    $ref: `Groups/${id}`,
  });

  await w.call("DELETE", `${R}/Users/${ada}`);
  expect(await membersOf(id)).toEqual([ben]);
  await w.call("PUT", `${R}/Groups/${id}`, { displayName: "empty" });
  expect(await membersOf(id)).toEqual([]);
  expect((await w.call("DELETE", `${R}/Groups/${id}`)).status).toBe(204);
  expect((await w.call("GET", `${R}/Groups/${id}`)).status).toBe(404);
});

it("gives a group's members what the group may do", async () => {
  const student = await w.student();
  const { body: me } = await student.call("GET", `${R}/Me`);
  const { body: group } = await w.call("POST", `${R}/Groups`, { displayName: "readers" });
  await w.call("POST", "/api/2.0/workspace/mkdirs", { path: "/Shared/material" });
  const at = "/api/2.0/workspace/get-status?path=/Shared/material";
  const { object_id } = (await w.call("GET", at)).body;
  await w.call("PUT", `/api/2.0/permissions/directories/${object_id}`, {
    access_control_list: [{ group_name: "readers", permission_level: "CAN_READ" }],
  });
  expect((await student.call("GET", at)).status).toBe(403);
  await patch(String(group.id), { op: "add", path: "members", value: [{ value: me.id }] });
  expect((await student.call("GET", at)).status).toBe(200);
});

it("keeps the groups that every workspace has, and knows no groups in groups", async () => {
  const { body: group } = await w.call("POST", `${R}/Groups`, { displayName: "outer" });
  for (const id of ["1", "2"]) {
    expect((await w.call("DELETE", `${R}/Groups/${id}`)).status).toBe(403);
    const nested = await patch(String(group.id), {
      op: "add",
      path: "members",
      value: [{ value: id }],
    });
    expect(nested.status).toBe(501);
  }
  expect((await patch("1", { op: "replace", path: "displayName", value: "x" })).status).toBe(400);
  expect((await patch("2", { op: "add", path: "members", value: [] })).status).toBe(501);
  const student = await w.student();
  expect((await student.call("POST", `${R}/Groups`, { displayName: "mine" })).status).toBe(403);
});

it("lets no one make tokens who may not use them", async () => {
  const student = await w.student();
  const tokens = "/api/2.0/permissions/authorization/tokens";
  expect((await w.call("GET", tokens)).body).toMatchObject({
    object_id: "/authorization/tokens",
    object_type: "tokens",
    access_control_list: expect.arrayContaining([expect.objectContaining({ group_name: "users" })]),
  });
  expect((await student.call("POST", "/api/2.0/token/create", {})).status).toBe(200);
  await w.call("PUT", tokens, { access_control_list: [] });
  expect((await student.call("POST", "/api/2.0/token/create", {})).status).toBe(403);
  expect((await w.call("GET", "/api/2.0/permissions/authorization/passwords")).status).toBe(501);
});
