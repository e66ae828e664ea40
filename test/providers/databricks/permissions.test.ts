import { describe, expect, it } from "vitest";
import type { Props } from "../../../scripts/engine/plugin";
import { ASK_ME, DISCOVERY, ME, MISSING, Resource } from "../../support/databricks/databricks-wire";
import { Wire, type Answer } from "../../support/providers/wire";

const API = "/api/2.0/permissions";
const STUDENT = { userName: "student@rai-lab.example", permissionLevel: "CAN_RESTART" };
const held = (user_name: string, permission_level: string): Props => ({
  user_name,
  display_name: user_name,
  all_permissions: [{ permission_level, inherited: false }],
});
const ADMINS: Props = {
  group_name: "admins",
  all_permissions: [
    { permission_level: "CAN_MANAGE", inherited: true, inherited_from_object: ["/clusters/"] },
  ],
};
const acl = (object_type: string, ...list: Props[]): Answer => ({
  body: { object_id: "/x/1", object_type, access_control_list: list },
});
const onCluster = acl(
  "cluster",
  held("deployer@rai-lab.example", "CAN_MANAGE"),
  ADMINS,
  held("student@rai-lab.example", "CAN_RESTART"),
);
const on = (more: Record<string, Answer | Answer[]>): { wire: Wire; resource: Resource } => {
  const wire = new Wire({ ...DISCOVERY, ...ME, ...more });
  return { wire, resource: new Resource(wire, "Permissions") };
};

describe("of a cluster", () => {
  const path = `${API}/clusters/c1`;
  const inputs: Props = { clusterId: "c1", accessControls: [STUDENT] };
  const routes = { [`PUT ${path}`]: onCluster, [`GET ${path}`]: onCluster };

  it("are written with the caller added, and read without it and the admins", async () => {
    const { wire, resource } = on(routes);
    const live = await resource.create(inputs);
    expect(resource.calls()).toEqual([ASK_ME, `PUT ${path}`, `GET ${path}`]);
    expect(wire.requests.find(({ method }) => method === "PUT")?.body).toEqual({
      access_control_list: [
        { user_name: "student@rai-lab.example", permission_level: "CAN_RESTART" },
        { user_name: "deployer@rai-lab.example", permission_level: "CAN_MANAGE" },
      ],
    });
    expect(live).toMatchObject({
      id: "/clusters/c1",
      outputs: { ...inputs, objectType: "cluster" },
    });
    expect((await resource.read("/clusters/c1", inputs, live.outputs))?.inputs).toEqual(inputs);
    expect(resource.calls()).toEqual([ASK_ME, `GET ${path}`]);
  });

  it("leave only the caller when they are removed", async () => {
    const { wire, resource } = on(routes);
    await resource.delete("/clusters/c1");
    expect(resource.calls()).toEqual([`GET ${path}`, ASK_ME, `PUT ${path}`]);
    expect(wire.requests.at(-1)?.body).toEqual({
      access_control_list: [
        { user_name: "deployer@rai-lab.example", permission_level: "CAN_MANAGE" },
      ],
    });
    const gone = on({ [`GET ${path}`]: MISSING });
    await gone.resource.delete("/clusters/c1");
    expect(gone.resource.calls()).toEqual([`GET ${path}`]);
    expect(await gone.resource.read("/clusters/c1", inputs, {})).toBeUndefined();
  });

  it.each([
    [
      { groupName: "admins", permissionLevel: "CAN_RESTART" },
      "it is not possible to modify admin permissions for cluster resources",
    ],
    [
      { userName: "student@rai-lab.example", permissionLevel: "CAN_RUN" },
      "permission_level CAN_RUN is not supported with clusterId objects",
    ],
    [
      { userName: "deployer@rai-lab.example", permissionLevel: "CAN_ATTACH_TO" },
      "cannot remove management permissions for the current user for cluster, allowed levels: CAN_MANAGE",
    ],
  ])("are refused before the service is asked: %j", async (control, message) => {
    const { resource } = on(routes);
    await expect(resource.create({ clusterId: "c1", accessControls: [control] })).rejects.toThrow(
      message,
    );
    expect(resource.calls()).toEqual([ASK_ME]);
  });

  it("are a set: order is no change, drift is", async () => {
    const other = { groupName: "teachers", permissionLevel: "CAN_MANAGE" };
    const { resource } = on(routes);
    const both = { clusterId: "c1", accessControls: [STUDENT, other] };
    expect(
      await resource.diff(both, { clusterId: "c1", accessControls: [other, STUDENT] }),
    ).toMatchObject({
      changes: false,
    });
    expect((await resource.read("/clusters/c1", both, both))?.inputs).toEqual(inputs);
    expect(await resource.diff(both, { ...both, clusterId: "c2" })).toMatchObject({
      replaces: ["clusterId"],
    });
  });
});

describe("of a folder or notebook by its path", () => {
  it.each([
    ["directoryPath", "directories", "directory"],
    ["notebookPath", "notebooks", "notebook"],
  ])("%s is looked up; the caller is not added", async (input, collection, objectType) => {
    const path = `${API}/${collection}/42`;
    const answer = acl(objectType, held("student@rai-lab.example", "CAN_RUN"));
    const { wire, resource } = on({
      "GET /api/2.0/workspace/get-status": { body: { object_id: 42 } },
      [`PUT ${path}`]: answer,
      [`GET ${path}`]: answer,
    });
    const control = { userName: "student@rai-lab.example", permissionLevel: "CAN_RUN" };
    const live = await resource.create({ [input]: "/lab", accessControls: [control] });
    expect(live.id).toBe(`/${collection}/42`);
    expect(resource.calls()).toEqual([
      "GET /api/2.0/workspace/get-status?path=%2Flab",
      ASK_ME,
      `PUT ${path}`,
      `GET ${path}`,
    ]);
    await resource.delete(live.id);
    expect(resource.calls()).toEqual([`GET ${path}`, `PUT ${path}`]);
    expect(wire.requests.at(-1)?.body).toEqual({});
  });

  it("stops at an answer about another kind of object", async () => {
    const wrong = acl("notebooks");
    const { resource } = on({ [`GET ${API}/notebooks/42`]: wrong });
    await expect(resource.read("/notebooks/42", { notebookId: "42" }, {})).rejects.toThrow(
      "expected object type notebook, got notebooks",
    );
  });

  it("needs exactly one object", async () => {
    await expect(on({}).resource.check({ accessControls: [] })).rejects.toThrow(
      "exactly one of these must be set",
    );
    await expect(on({}).resource.check({ clusterId: "c", notebookPath: "/n" })).rejects.toThrow(
      "exactly one of these",
    );
  });
});
