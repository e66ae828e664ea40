import { afterEach, beforeEach, expect, it } from "vitest";
import {
  DEPLOYER,
  runningCluster,
  STUDENT,
  testWorkspace,
  type TestWorkspace,
} from "../../../support/databricks/workspace";

let w: TestWorkspace;
beforeEach(async () => {
  w = await testWorkspace();
});
afterEach(() => w.close());
const R = "/api/2.0/permissions";
const grant = (permission_level: string, user_name = STUDENT) => ({
  access_control_list: [{ user_name, permission_level }],
});

it("PUT replaces, answers in the singular, and always shows the inherited administrators", async () => {
  await w.student();
  const id = await runningCluster(w.call);
  expect((await w.call("PUT", `${R}/clusters/${id}`, grant("CAN_RESTART"))).body).toEqual({
    object_id: `/clusters/${id}`,
    object_type: "cluster",
    access_control_list: [
      {
        user_name: STUDENT,
        display_name: "Student",
        all_permissions: [{ permission_level: "CAN_RESTART", inherited: false }],
      },
      {
        group_name: "admins",
        all_permissions: [
          {
            permission_level: "CAN_MANAGE",
            inherited: true,
            inherited_from_object: ["/clusters/"],
          },
        ],
      },
    ],
  });
  await w.call("PUT", `${R}/clusters/${id}`, {});
  const { body } = await w.call("GET", `${R}/clusters/${id}`);
  expect(body.access_control_list).toHaveLength(1);
});

it("PATCH adds and changes one principal", async () => {
  await w.student();
  const id = await runningCluster(w.call);
  await w.call("PATCH", `${R}/clusters/${id}`, grant("CAN_ATTACH_TO"));
  const { body } = await w.call("PATCH", `${R}/clusters/${id}`, grant("CAN_RESTART"));
  const levels = (
    body.access_control_list as {
      user_name?: string;
      all_permissions: { permission_level: string }[];
    }[]
  )
    .filter((e) => e.user_name === STUDENT)
    .flatMap((e) => e.all_permissions.map((p) => p.permission_level));
  expect(levels).toEqual(["CAN_RESTART"]);
  expect(JSON.stringify(body)).toContain(DEPLOYER);
});

it("a folder's grants reach what is below it, and say where they come from", async () => {
  await w.student();
  await w.call("POST", "/api/2.0/workspace/mkdirs", { path: "/rai-lab/dev" });
  await w.call("POST", "/api/2.0/workspace/import", {
    path: "/rai-lab/dev/n",
    language: "PYTHON",
    content: "",
  });
  const idOf = async (path: string): Promise<number> =>
    (await w.call("GET", `/api/2.0/workspace/get-status?path=${path}`)).body.object_id as number;
  const folder = await idOf("/rai-lab");
  await w.call("PUT", `${R}/directories/${folder}`, grant("CAN_RUN"));
  const { body } = await w.call("GET", `${R}/notebooks/${await idOf("/rai-lab/dev/n")}`);
  expect(body.object_type).toBe("notebook");
  expect(body.access_control_list).toContainEqual({
    user_name: STUDENT,
    display_name: "Student",
    all_permissions: [
      {
        permission_level: "CAN_RUN",
        inherited: true,
        inherited_from_object: [`/directories/${folder}`],
      },
    ],
  });
});

it("refuses unknown people, levels of other objects, and objects that are not there", async () => {
  await w.student();
  const id = await runningCluster(w.call);
  expect(
    await w.call("PUT", `${R}/clusters/${id}`, grant("CAN_RESTART", "who@rai-lab.example")),
  ).toMatchObject({
    status: 404,
    body: { message: "Principal: UserName(who@rai-lab.example) does not exist" },
  });
  expect((await w.call("PUT", `${R}/clusters/${id}`, grant("CAN_RUN"))).body.error_code).toBe(
    "INVALID_PARAMETER_VALUE",
  );
  expect((await w.call("GET", `${R}/clusters/0101-000000-deadbeef`)).status).toBe(404);
  expect((await w.call("GET", `${R}/notebooks/42`)).status).toBe(404);
});

it("only who manages an object grants on it", async () => {
  const { call } = await w.student();
  const id = await runningCluster(w.call);
  await w.call("PUT", `${R}/clusters/${id}`, grant("CAN_RESTART"));
  expect((await call("PUT", `${R}/clusters/${id}`, grant("CAN_MANAGE"))).status).toBe(403);
});
