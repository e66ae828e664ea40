import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  STUDENT,
  testWorkspace,
  type Call,
  type TestWorkspace,
} from "../../../support/databricks/workspace";

let w: TestWorkspace;
beforeEach(async () => {
  w = await testWorkspace();
});
afterEach(() => w.close());

const R = "/api/2.0/workspace";
const SOURCE = "# Databricks notebook source\nprint(1)\n";
const b64 = (text: string): string => Buffer.from(text).toString("base64");
const put = (path: string, more: object = {}, call: Call = w.call) =>
  call("POST", `${R}/import`, {
    path,
    content: b64(SOURCE),
    language: "PYTHON",
    format: "SOURCE",
    overwrite: true,
    ...more,
  });
const status = (path: string, call: Call = w.call) =>
  call("GET", `${R}/get-status?path=${encodeURIComponent(path)}`);
const mkdirs = (path: string, call: Call = w.call) => call("POST", `${R}/mkdirs`, { path });

describe("import", () => {
  it("into a missing folder is refused; after mkdirs it is taken", async () => {
    expect(await put("/rai-lab/dev/responsible-ai")).toMatchObject({
      status: 404,
      body: {
        error_code: "RESOURCE_DOES_NOT_EXIST",
        message: "The parent folder (/rai-lab/dev) does not exist.",
      },
    });
    await mkdirs("/rai-lab/dev");
    expect((await put("/rai-lab/dev/responsible-ai")).status).toBe(200);
    expect((await status("/rai-lab/dev/responsible-ai")).body).toMatchObject({
      object_type: "NOTEBOOK",
      path: "/rai-lab/dev/responsible-ai",
      language: "PYTHON",
    });
  });

  it("refuses paths that lead elsewhere, on every route", async () => {
    const part = fc.constantFrom(".", "..", "a", "b.py", "…", "a\u0000", "x\ny", " ", "Workspace");
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 4 }), async (parts) => {
        const at = `/Shared/${parts.join("/")}`;
        const isOdd = parts.some((name) => [".", "..", "a\u0000", "x\ny"].includes(name));
        for (const made of [await mkdirs(at), await put(`${at}/n`), await status(at)]) {
          if (isOdd)
            expect(made).toMatchObject({
              status: 400,
              body: { error_code: "INVALID_PARAMETER_VALUE" },
            });
          else expect(made.status).not.toBe(400);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("treats /Workspace/X and //X as X, and keeps the object's id on overwrite", async () => {
    await mkdirs("/Workspace/rai-lab/");
    await put("/rai-lab/n");
    const first = (await status("/Workspace//rai-lab/n/")).body.object_id as number;
    await put("/Workspace/rai-lab/n", { content: b64(SOURCE + "#2") });
    expect((await status("/rai-lab/n")).body.object_id).toBe(first);
    const { body } = await w.call("GET", `${R}/export?path=/rai-lab/n&format=SOURCE`);
    expect(Buffer.from(body.content as string, "base64").toString()).toBe(SOURCE + "#2");
    expect(body.file_type).toBe("py");
  });

  it("without overwrite refuses what exists", async () => {
    await mkdirs("/rai-lab");
    await put("/rai-lab/n");
    expect(await put("/rai-lab/n", { overwrite: false })).toMatchObject({
      status: 400,
      body: { error_code: "RESOURCE_ALREADY_EXISTS" },
    });
  });

  it("SOURCE needs a language; AUTO makes files of data and notebooks of sources, without their ending", async () => {
    await mkdirs("/rai-lab");
    expect((await put("/rai-lab/n", { language: undefined })).body.error_code).toBe(
      "INVALID_PARAMETER_VALUE",
    );
    await put("/rai-lab/prompts.json", { format: "AUTO", language: undefined, content: b64("{}") });
    await put("/rai-lab/lesson.py", { format: "AUTO", language: undefined });
    await put("/rai-lab/module.py", {
      format: "AUTO",
      language: undefined,
      content: b64("x = 1\n"),
    });
    expect((await status("/rai-lab/prompts.json")).body).toMatchObject({
      object_type: "FILE",
      size: 2,
    });
    expect((await status("/rai-lab/lesson")).body).toMatchObject({
      object_type: "NOTEBOOK",
      language: "PYTHON",
    });
    expect((await status("/rai-lab/module.py")).body.object_type).toBe("FILE");
  });

  it("takes a form as well as JSON: clients upload files so", async () => {
    await mkdirs("/rai-lab");
    const form = new FormData();
    form.set("path", "/rai-lab/data.json");
    form.set("format", "AUTO");
    form.set("overwrite", "true");
    form.set("content", new Blob([new Uint8Array([0, 255, 10])]), "data.json");
    const sent = () =>
      fetch(`${w.url}${R}/import`, {
        method: "POST",
        headers: { authorization: `Bearer ${w.token}` },
        body: form,
      });
    expect((await sent()).status).toBe(200);
    expect((await sent()).status).toBe(200);
    const { body } = await w.call("GET", `${R}/export?path=/rai-lab/data.json`);
    expect([...Buffer.from(body.content as string, "base64")]).toEqual([0, 255, 10]);
  });

  it("refuses more than 10 MB, and formats it does not know by name", async () => {
    await mkdirs("/rai-lab");
    const large = await put("/rai-lab/n", {
      content: Buffer.alloc(10 * 1024 * 1024 + 1).toString("base64"),
    });
    expect(large.body.error_code).toBe("MAX_NOTEBOOK_SIZE_EXCEEDED");
    expect((await put("/rai-lab/n", { format: "DBC" })).status).toBe(501);
  });
});

describe("folders", () => {
  it("lists what is in them, nothing for an empty one, 404 for a missing one", async () => {
    await mkdirs("/rai-lab/dev");
    expect((await w.call("GET", `${R}/list?path=/rai-lab/dev`)).body).toEqual({});
    await put("/rai-lab/dev/n");
    const { body } = await w.call("GET", `${R}/list?path=/rai-lab`);
    expect(body.objects).toMatchObject([{ path: "/rai-lab/dev", object_type: "DIRECTORY" }]);
    expect(await w.call("GET", `${R}/list?path=/nope`)).toMatchObject({
      status: 404,
      body: { message: "Path (/nope) doesn't exist." },
    });
  });

  it("a full folder goes only recursively; a protected one never; a file is never a folder", async () => {
    await mkdirs("/rai-lab/dev");
    await put("/rai-lab/dev/n");
    expect((await w.call("POST", `${R}/delete`, { path: "/rai-lab" })).body.error_code).toBe(
      "DIRECTORY_NOT_EMPTY",
    );
    expect((await mkdirs("/rai-lab/dev/n/deeper")).body.error_code).toBe("RESOURCE_ALREADY_EXISTS");
    expect(
      (await w.call("POST", `${R}/delete`, { path: "/rai-lab", recursive: true })).status,
    ).toBe(200);
    expect((await status("/rai-lab/dev/n")).status).toBe(404);
    expect((await w.call("POST", `${R}/delete`, { path: "/rai-lab" })).status).toBe(404);
    expect((await w.call("POST", `${R}/delete`, { path: "/Users", recursive: true })).status).toBe(
      403,
    );
  });
});

describe("the student", () => {
  it("reads and runs what the folder grants, cannot change it, and owns the home folder", async () => {
    const { call } = await w.student();
    await mkdirs("/rai-lab/dev");
    await put("/rai-lab/dev/n");
    expect((await status("/rai-lab/dev/n", call)).body.error_code).toBe("PERMISSION_DENIED");
    const { object_id } = (await status("/rai-lab/dev")).body;
    await w.call("PUT", `/api/2.0/permissions/directories/${object_id}`, {
      access_control_list: [{ user_name: STUDENT, permission_level: "CAN_RUN" }],
    });
    expect((await status("/rai-lab/dev/n", call)).status).toBe(200);
    expect((await call("GET", `${R}/export?path=/rai-lab/dev/n`)).status).toBe(200);
    expect((await put("/rai-lab/dev/n", {}, call)).status).toBe(403);
    expect((await put("/rai-lab/dev/mine", {}, call)).status).toBe(403);
    expect((await call("POST", `${R}/delete`, { path: "/rai-lab/dev/n" })).status).toBe(403);
    expect((await mkdirs("/elsewhere", call)).status).toBe(403);
    expect((await put(`/Users/${STUDENT}/mine`, {}, call)).status).toBe(200);
  });
});

/** Uploads as the Databricks CLI does: the path is one encoded segment, the body the file. */
async function upload(path: string, file: string, overwrite = false): Promise<number> {
  const segment = encodeURIComponent(path.replace(/^\//, ""));
  const url = `${w.url}/api/2.0/workspace-files/import-file/${segment}?overwrite=${overwrite}`;
  const headers = { authorization: `Bearer ${w.token}` };
  return (await fetch(url, { method: "POST", body: Buffer.from(file), headers })).status;
}
const content = async (path: string): Promise<string> =>
  Buffer.from(
    (await w.call("GET", `${R}/export?path=${encodeURIComponent(path)}`)).body.content as string,
    "base64",
  ).toString();

describe("import-file", () => {
  it("keeps a file as it is, JSON too, and replaces it only where told", async () => {
    expect(await upload("/Shared/.bundle/state.json", "{}")).toBe(404);
    await mkdirs("/Shared/.bundle");
    const json = '{ "serial":  1 }\n';
    expect(await upload("/Workspace/Shared/.bundle/state.json", json)).toBe(200);
    expect(await content("/Shared/.bundle/state.json")).toBe(json);
    const read = await fetch(`${w.url}/api/2.0/workspace-files/Shared/.bundle/state.json`, {
      headers: { authorization: `Bearer ${w.token}` },
    });
    expect([read.status, await read.text()]).toEqual([200, json]);
    expect((await w.call("GET", "/api/2.0/workspace-files/Shared/none")).status).toBe(404);
    expect((await w.call("GET", "/api/2.0/workspace-files/Shared")).status).toBe(400);
    expect(await upload("/Shared/.bundle/state.json", "[]")).toBe(409);
    expect(await upload("/Shared/.bundle/state.json", "", true)).toBe(200);
    expect(await content("/Shared/.bundle/state.json")).toBe("");
  });

  it("makes a notebook of a source with its header", async () => {
    expect(await upload("/Shared/n.py", SOURCE)).toBe(200);
    expect((await status("/Shared/n")).body).toMatchObject({ object_type: "NOTEBOOK" });
    expect(await upload("/Shared/n.py", SOURCE)).toBe(400);
  });
});
