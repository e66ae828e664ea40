import { describe, expect, it } from "vitest";
import { DISCOVERY, MISSING, refusal, Resource } from "../../support/databricks/databricks-wire";
import { Wire, type Answer } from "../../support/providers/wire";

const API = "/api/2.0/secrets";
const ok: Answer = { body: {} };
const routes = (
  more: Record<string, Answer | Answer[]> = {},
): Record<string, Answer | Answer[]> => ({
  ...DISCOVERY,
  [`POST ${API}/scopes/create`]: ok,
  [`POST ${API}/scopes/delete`]: ok,
  [`GET ${API}/scopes/list`]: { body: { scopes: [{ name: "s", backend_type: "DATABRICKS" }] } },
  [`POST ${API}/put`]: ok,
  [`POST ${API}/delete`]: ok,
  [`GET ${API}/list`]: { body: { secrets: [{ key: "k", last_updated_timestamp: 7 }] } },
  [`POST ${API}/acls/put`]: ok,
  [`POST ${API}/acls/delete`]: ok,
  [`GET ${API}/acls/get`]: { body: { principal: "p", permission: "READ" } },
  ...more,
});
const on = (
  name: string,
  more?: Record<string, Answer | Answer[]>,
): { wire: Wire; resource: Resource } => {
  const wire = new Wire(routes(more));
  return { wire, resource: new Resource(wire, name) };
};

describe("SecretScope", () => {
  const inputs = { name: "s" };

  it("is created, read by listing, and deleted", async () => {
    const { wire, resource } = on("SecretScope");
    const live = await resource.create(inputs);
    expect(wire.bodies(`POST ${API}/scopes/create`)).toEqual([
      { scope: "s", scope_backend_type: "DATABRICKS" },
    ]);
    expect(resource.calls()).toEqual([`POST ${API}/scopes/create`, `GET ${API}/scopes/list`]);
    expect(live).toMatchObject({ id: "s", outputs: { name: "s", backendType: "DATABRICKS" } });
    expect((await resource.read("s", inputs, live.outputs))?.inputs).toEqual(inputs);
    expect(await resource.read("other", inputs, live.outputs)).toBeUndefined();
    resource.calls();
    await resource.delete("s");
    expect(resource.calls()).toEqual([`POST ${API}/scopes/delete`]);
    expect(await resource.identify(inputs)).toBe("s");
  });

  it("is made up a name, replaced under an unchanged one by deleting first, and never adopted", async () => {
    const { resource } = on("SecretScope", {
      [`POST ${API}/scopes/create`]: refusal(
        400,
        "RESOURCE_ALREADY_EXISTS",
        "Scope s already exists!",
      ),
    });
    const made = await resource.check({});
    expect(made.name).toMatch(/^it-[0-9a-f]{7}$/);
    expect(await resource.check({}, made)).toEqual(made);
    const replaced = { replaces: ["initialManagePrincipal"], deleteBeforeReplace: true };
    expect(
      await resource.diff(inputs, { ...inputs, initialManagePrincipal: "users" }),
    ).toMatchObject(replaced);
    await expect(resource.create(inputs)).rejects.toThrow(
      "cannot create secret scope: Scope s already exists!",
    );
  });
});

describe("Secret", () => {
  const inputs = { scope: "s", key: "k", stringValue: "v" };

  it("is put, read by listing keys, and deleted", async () => {
    const { wire, resource } = on("Secret");
    const live = await resource.create(inputs);
    expect(wire.bodies(`POST ${API}/put`)).toEqual([{ scope: "s", key: "k", string_value: "v" }]);
    expect(resource.calls()).toEqual([`POST ${API}/put`, `GET ${API}/list?scope=s`]);
    expect(live).toMatchObject({
      id: "s|||k",
      outputs: { ...inputs, configReference: "{{secrets/s/k}}", lastUpdatedTimestamp: 7 },
    });
    expect((await resource.read("s|||k", inputs, live.outputs))?.inputs).toEqual(inputs);
    expect(await resource.read("s|||gone", inputs, live.outputs)).toBeUndefined();
    resource.calls();
    await resource.delete("s|||k");
    expect(resource.calls()).toEqual([`POST ${API}/delete`]);
    expect(await resource.identify(inputs)).toBe("s|||k");
  });

  it("keeps the trap: another value replaces it, and creates first unless the program says otherwise", async () => {
    const { resource } = on("Secret");
    expect(await resource.diff(inputs, { ...inputs, stringValue: "w" })).toEqual({
      changes: true,
      changed: ["stringValue"],
      replaces: ["stringValue"],
      deleteBeforeReplace: false,
    });
  });

  it("is gone with its scope, and nothing to delete is deleted", async () => {
    const { resource } = on("Secret", {
      [`GET ${API}/list`]: MISSING,
      [`POST ${API}/delete`]: MISSING,
    });
    expect(await resource.read("s|||k", inputs, {})).toBeUndefined();
    await expect(resource.delete("s|||k")).resolves.toBeUndefined();
  });
});

describe("SecretAcl", () => {
  const inputs = { scope: "s", principal: "p", permission: "READ" };

  it("is put, got and deleted", async () => {
    const { wire, resource } = on("SecretAcl");
    const live = await resource.create(inputs);
    expect(wire.bodies(`POST ${API}/acls/put`)).toEqual([inputs]);
    expect(resource.calls()).toEqual([
      `POST ${API}/acls/put`,
      `GET ${API}/acls/get?scope=s&principal=p`,
    ]);
    expect(live).toMatchObject({ id: "s|||p", outputs: inputs });
    expect((await resource.read("s|||p", inputs, live.outputs))?.inputs).toEqual(inputs);
    resource.calls();
    await resource.delete("s|||p");
    expect(resource.calls()).toEqual([`POST ${API}/acls/delete`]);
    expect(await resource.diff(inputs, { ...inputs, permission: "WRITE" })).toMatchObject({
      replaces: ["permission"],
    });
  });
});
