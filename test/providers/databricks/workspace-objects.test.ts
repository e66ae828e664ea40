import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  DISCOVERY,
  HOST,
  MISSING,
  refusal,
  Resource,
} from "../../support/databricks/databricks-wire";
import { Wire, type Answer } from "../../support/providers/wire";

const API = "/api/2.0/workspace";
const ok: Answer = { body: {} };
const noParent = refusal(
  404,
  "RESOURCE_DOES_NOT_EXIST",
  "The parent folder (/lab) does not exist.",
);

const folder = mkdtempSync(path.join(tmpdir(), "workspace-objects-"));
afterAll(() => rmSync(folder, { recursive: true }));
const local = (name: string, text: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const TEXT = "# Databricks notebook source\nprint(1)\n";

const on = (
  name: string,
  more: Record<string, Answer | Answer[]> = {},
): { wire: Wire; resource: Resource } => {
  const wire = new Wire({
    ...DISCOVERY,
    [`POST ${API}/import`]: ok,
    [`POST ${API}/mkdirs`]: ok,
    [`POST ${API}/delete`]: ok,
    [`GET ${API}/get-status`]: {
      body: { path: "/lab/n", object_type: "NOTEBOOK", language: "PYTHON", object_id: 42 },
    },
    ...more,
  });
  return { wire, resource: new Resource(wire, name) };
};

describe("Notebook", () => {
  const at = "/lab/n";
  const computed = { url: `${HOST}/#workspace/lab/n`, workspacePath: "/Workspace/lab/n" };

  it("is imported and not looked at: its objectId stays 0 until a refresh", async () => {
    const { wire, resource } = on("Notebook");
    const inputs = await resource.check({ path: at, source: local("n.py", TEXT) });
    expect(inputs.md5).toBe(createHash("md5").update(TEXT).digest("hex"));
    const live = await resource.create(inputs);
    expect(resource.calls()).toEqual([`POST ${API}/import`]);
    expect(wire.requests.at(-1)?.body).toEqual({
      content: base64(TEXT),
      path: at,
      language: "PYTHON",
      format: "SOURCE",
      overwrite: true,
    });
    expect(live).toMatchObject({ id: at, outputs: { ...inputs, ...computed, objectId: 0 } });
    const refreshed = await resource.read(at, inputs, live.outputs);
    expect(resource.calls()).toEqual([`GET ${API}/get-status?path=%2Flab%2Fn`]);
    expect(refreshed).toMatchObject({ inputs, outputs: { objectId: 42, language: "PYTHON" } });
  });

  it("is read from the project's folder, wherever the command was called", async () => {
    local("here.py", TEXT);
    const wire = new Wire({ ...DISCOVERY, [`POST ${API}/import`]: ok }, folder);
    const resource = new Resource(wire, "Notebook");
    const inputs = await resource.check({ path: at, source: "here.py" });
    await resource.create(inputs);
    expect(inputs.source).toBe("here.py");
    expect(wire.requests.at(-1)?.body).toMatchObject({ content: base64(TEXT) });
  });

  it("makes its folder only after the service missed it", async () => {
    const { resource, wire } = on("Notebook", {
      [`POST ${API}/import`]: [noParent, ok],
      [`GET ${API}/get-status`]: MISSING,
    });
    await resource.create({ path: at, contentBase64: base64(TEXT), language: "PYTHON" });
    expect(resource.calls()).toEqual([
      `POST ${API}/import`,
      `GET ${API}/get-status?path=%2Flab`,
      `POST ${API}/mkdirs`,
      `POST ${API}/import`,
    ]);
    expect(wire.requests.at(-2)?.body).toEqual({ path: "/lab" });
  });

  it("shows a changed file as a change, and overwrites", async () => {
    const { resource } = on("Notebook");
    const source = local("changing.py", TEXT);
    const before = await resource.check({ path: at, source });
    writeFileSync(source, `${TEXT}print(2)\n`);
    const after = await resource.check({ path: at, source });
    expect(await resource.diff(before, after)).toMatchObject({ changed: ["md5"], replaces: [] });
    resource.calls();
    await resource.update(at, before, after);
    expect(resource.calls()).toEqual([`POST ${API}/import`]);
    expect(await resource.diff(before, { ...before, path: "/lab/m" })).toMatchObject({
      replaces: ["path"],
    });
  });

  it("refuses a file that is not there", async () => {
    const missing = path.join(folder, "missing.py");
    await expect(on("Notebook").resource.check({ path: at, source: missing })).rejects.toThrow(
      /"property":"source".*ENOENT/,
    );
  });

  it("sends a Jupyter file as such", async () => {
    const { wire, resource } = on("Notebook");
    await resource.create({ path: at, source: local("n.ipynb", "{}") });
    expect(wire.requests.at(-1)?.body).toEqual({
      content: base64("{}"),
      path: at,
      format: "JUPYTER",
      overwrite: true,
    });
  });

  it("is gone at 404, and gone is deleted", async () => {
    const { resource } = on("Notebook", {
      [`GET ${API}/get-status`]: MISSING,
      [`POST ${API}/delete`]: MISSING,
    });
    expect(await resource.read(at, { path: at }, {})).toBeUndefined();
    resource.calls();
    await resource.delete(at);
    expect(resource.calls()).toEqual([`POST ${API}/delete`]);
  });
});

describe("WorkspaceFile", () => {
  it("is imported raw and looked at", async () => {
    const { wire, resource } = on("WorkspaceFile", { [`POST ${API}/import`]: [noParent, ok] });
    const inputs = await resource.check({ path: "/lab/n", source: local("prompts.json", "[]") });
    const live = await resource.create(inputs);
    expect(resource.calls()).toEqual([
      `POST ${API}/import`,
      `POST ${API}/mkdirs`,
      `POST ${API}/import`,
      `GET ${API}/get-status?path=%2Flab%2Fn`,
    ]);
    expect(wire.requests.at(-2)?.body).toEqual({
      content: base64("[]"),
      format: "RAW",
      overwrite: true,
      path: "/lab/n",
    });
    expect(live).toMatchObject({
      id: "/lab/n",
      outputs: { objectId: 42, url: `${HOST}/#workspace/lab/n` },
    });
    await resource.update("/lab/n", inputs, inputs);
    expect(resource.calls()).toEqual([
      `POST ${API}/import`,
      `GET ${API}/get-status?path=%2Flab%2Fn`,
    ]);
    await resource.delete("/lab/n");
    expect(wire.requests.at(-1)?.body).toEqual({ path: "/lab/n" });
  });
});

describe("Directory", () => {
  it("is made, looked at, and deleted as deep as it was told", async () => {
    const { wire, resource } = on("Directory");
    const live = await resource.create({ path: "/lab", deleteRecursive: true });
    expect(resource.calls()).toEqual([`POST ${API}/mkdirs`, `GET ${API}/get-status?path=%2Flab`]);
    expect(live).toMatchObject({
      id: "/lab",
      outputs: { objectId: 42, workspacePath: "/Workspace/lab" },
    });
    await resource.delete("/lab", { path: "/lab", deleteRecursive: true });
    expect(wire.requests.at(-1)?.body).toEqual({ path: "/lab", recursive: true });
    await resource.delete("/lab", { path: "/lab" });
    expect(wire.requests.at(-1)?.body).toEqual({ path: "/lab" });
    resource.calls();
    await resource.update("/lab", { path: "/lab" }, { path: "/lab", deleteRecursive: true });
    expect(resource.calls()).toEqual([]);
    expect(await resource.diff({ path: "/lab" }, { path: "/other" })).toMatchObject({
      replaces: ["path"],
    });
  });
});
