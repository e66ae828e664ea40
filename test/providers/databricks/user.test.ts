import { describe, expect, it } from "vitest";
import type { Props } from "../../../scripts/engine/plugin";
import { DISCOVERY, Resource } from "../../support/databricks/databricks-wire";
import { Wire, type Answer } from "../../support/providers/wire";

const API = "/api/2.0/preview/scim/v2/Users";
const READ = `GET ${API}/9?attributes=userName%2CdisplayName%2Cactive%2CexternalId%2Centitlements`;
const userName = "student@rai-lab.example";
const found: Answer = { body: { id: "9", userName, displayName: "Student", active: true } };
const exists = {
  status: 409,
  body: { detail: `User with username ${userName} already exists.`, status: "409" },
};

const on = (more: Record<string, Answer | Answer[]> = {}): { wire: Wire; resource: Resource } => {
  const wire = new Wire({
    ...DISCOVERY,
    [`POST ${API}`]: { status: 201, body: { id: "9" } },
    [`GET ${API}/9`]: found,
    [`PUT ${API}/9`]: found,
    [`DELETE ${API}/9`]: { status: 204 },
    ...more,
  });
  return { wire, resource: new Resource(wire, "User") };
};

describe("User", () => {
  it("is posted as SCIM and looked at", async () => {
    const { wire, resource } = on();
    const inputs = await resource.check({ userName, force: true });
    const live = await resource.create(inputs);
    expect(resource.calls()).toEqual([`POST ${API}`, READ]);
    const post = wire.requests.find(({ method }) => method === "POST");
    expect(post?.body).toEqual({
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
      userName,
      active: true,
      entitlements: [{}],
    });
    expect(post?.headers?.["content-type"]).toBe("application/scim+json; charset=utf-8");
    expect(live).toMatchObject({
      id: "9",
      outputs: {
        ...inputs,
        displayName: "Student",
        home: `/Users/${userName}`,
        aclPrincipalId: `users/${userName}`,
      },
    });
    expect((await resource.read("9", inputs, live.outputs))?.inputs).toEqual(inputs);
  });

  it("who is there already is taken over with force, and refused without", async () => {
    const routes = {
      [`POST ${API}`]: exists,
      [`GET ${API}`]: { body: { Resources: [{ id: "9" }] } },
    };
    const forced = on(routes);
    expect((await forced.resource.create({ userName, active: true, force: true })).id).toBe("9");
    const filter = `userName+eq+%22student%40rai-lab.example%22`;
    expect(forced.resource.calls()).toEqual([
      `POST ${API}`,
      `GET ${API}?filter=${filter}&excludedAttributes=roles`,
      `GET ${API}/9?attributes=groups%2Croles`,
      `PUT ${API}/9`,
      READ,
    ]);
    await expect(on(routes).resource.create({ userName })).rejects.toThrow(
      `cannot create user: User with username ${userName} already exists.`,
    );
    // A refusal in other words is not known to be that one.
    const typed = {
      ...routes,
      [`POST ${API}`]: { ...exists, body: { ...exists.body, scimType: "uniqueness" } },
    };
    await expect(on(typed).resource.create({ userName, force: true })).rejects.toThrow(
      `cannot create user: uniqueness User with username ${userName} already exists.`,
    );
  });

  it("is updated whole, with the groups it is in", async () => {
    const groups: Props[] = [{ value: "g1" }];
    const { wire, resource } = on({ [`GET ${API}/9`]: [{ body: { id: "9", groups } }, found] });
    await resource.update("9", { userName }, { userName, displayName: "S", workspaceAccess: true });
    expect(resource.calls()).toEqual([
      `GET ${API}/9?attributes=groups%2Croles`,
      `PUT ${API}/9`,
      READ,
    ]);
    expect(wire.requests.find(({ method }) => method === "PUT")?.body).toEqual({
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
      userName,
      displayName: "S",
      active: true,
      entitlements: [{ value: "workspace-access" }],
      groups,
    });
    expect(await resource.diff({ userName }, { userName: "other@rai-lab.example" })).toMatchObject({
      replaces: ["userName"],
    });
  });

  it("is gone at a SCIM 404, and gone is deleted", async () => {
    const gone: Answer = {
      status: 404,
      body: { detail: "User with id 9 not found.", status: "404" },
    };
    const { resource } = on({ [`GET ${API}/9`]: gone, [`DELETE ${API}/9`]: gone });
    expect(await resource.read("9", { userName }, {})).toBeUndefined();
    resource.calls();
    await resource.delete("9");
    expect(resource.calls()).toEqual([`DELETE ${API}/9`]);
  });
});
