import { afterEach, beforeEach, expect, it } from "vitest";
import { testWorkspace, type TestWorkspace } from "../../../support/databricks/workspace";

let w: TestWorkspace;
beforeEach(async () => void (w = await testWorkspace()));
afterEach(() => w.close());

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const post = (name: string, body: object) => w.call("POST", `/api/2.0/dbfs/${name}`, body);
const get = (name: string) => w.call("GET", `/api/2.0/dbfs/${name}`);
const put = (path: string, text: string) => post("put", { path, contents: base64(text) });

it("writes, lists, reads, moves and deletes files, with the folders above them", async () => {
  expect((await get("list?path=/")).body).toEqual({});
  expect((await put("dbfs:/tmp/a.txt", "hello")).body).toEqual({});
  await post("mkdirs", { path: "/tmp/empty" });
  const file = {
    path: "/tmp/a.txt",
    is_dir: false,
    file_size: 5,
    modification_time: expect.any(Number) as number,
  };
  expect((await get("get-status?path=/tmp/a.txt")).body).toEqual(file);
  const folder = { ...file, path: "/tmp/empty", is_dir: true, file_size: 0 };
  expect((await get("list?path=/tmp")).body).toEqual({ files: [file, folder] });
  expect((await get("read?path=/tmp/a.txt&offset=1&length=3")).body).toEqual({
    bytes_read: 3,
    data: base64("ell"),
  });
  await post("move", { source_path: "/tmp", destination_path: "/kept/tmp" });
  expect((await get("read?path=/kept/tmp/a.txt")).body.data).toBe(base64("hello"));
  expect((await get("get-status?path=/tmp")).status).toBe(404);
  expect((await post("delete", { path: "/kept" })).body.error_code).toBe("IO_ERROR");
  await post("delete", { path: "/kept", recursive: true });
  expect((await post("delete", { path: "/kept" })).status).toBe(200);
  expect((await get("list?path=/")).body).toEqual({});
});

it("joins the blocks of a stream when it is closed", async () => {
  const { handle } = (await post("create", { path: "/b" })).body as { handle: number };
  for (const text of ["one ", "two"]) await post("add-block", { handle, data: base64(text) });
  expect((await get("get-status?path=/b")).status).toBe(404);
  expect((await post("close", { handle })).status).toBe(200);
  expect((await get("read?path=/b")).body.data).toBe(base64("one two"));
  expect((await post("close", { handle })).body.error_code).toBe("RESOURCE_DOES_NOT_EXIST");
});

it("ends a stream to which nothing comes for ten minutes", async () => {
  const { handle } = (await post("create", { path: "/late" })).body as { handle: number };
  w.world.clock.advance(11 * 60_000);
  const late = await post("add-block", { handle, data: "" });
  expect([late.status, late.body.error_code]).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
});

it("takes a file as a form, as the clients stream it", async () => {
  const body = new FormData();
  body.set("path", "/form.bin");
  body.set("overwrite", "true");
  body.set("contents", new Blob(["x".repeat(2_000_000)]));
  const answer = await fetch(`${w.url}/api/2.0/dbfs/put`, {
    method: "POST",
    headers: { authorization: `Bearer ${w.token}` },
    body,
  });
  expect(answer.status).toBe(200);
  expect((await get("get-status?path=/form.bin")).body.file_size).toBe(2_000_000);
});

it.each([
  ["put", { path: "/a", contents: "" }, "RESOURCE_ALREADY_EXISTS"],
  ["create", { path: "/a" }, "RESOURCE_ALREADY_EXISTS"],
  ["mkdirs", { path: "/a/b" }, "RESOURCE_ALREADY_EXISTS"],
  ["move", { source_path: "/none", destination_path: "/x" }, "RESOURCE_DOES_NOT_EXIST"],
  ["move", { source_path: "/a", destination_path: "/a" }, "RESOURCE_ALREADY_EXISTS"],
  ["put", { path: "a" }, "INVALID_PARAMETER_VALUE"],
  ["put", { path: "/b", contents: base64("x".repeat(1_100_000)) }, "MAX_BLOCK_SIZE_EXCEEDED"],
])("refuses %s of %o: %s", async (name, body, code) => {
  await put("/a", "a");
  expect((await post(name, body)).body.error_code).toBe(code);
});

it.each([
  ["read?path=/", "INVALID_PARAMETER_VALUE"],
  ["read?path=/a&offset=-1", "INVALID_PARAMETER_VALUE"],
  ["read?path=/a&length=2000000", "MAX_READ_SIZE_EXCEEDED"],
  ["list?path=/none", "RESOURCE_DOES_NOT_EXIST"],
])("refuses %s: %s", async (path, code) => {
  await put("/a", "a");
  expect((await get(path)).body.error_code).toBe(code);
});
