import { afterEach, beforeEach, expect, it } from "vitest";
import { testWorkspace, type TestWorkspace } from "../../../support/databricks/workspace";

let w: TestWorkspace;
beforeEach(async () => {
  w = await testWorkspace();
  await w.call("POST", "/api/2.0/workspace/mkdirs", { path: "/lab" });
});
afterEach(() => w.close());

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const notebook = (change: object = {}): string =>
  JSON.stringify({
    cells: [
      { cell_type: "markdown", metadata: {}, source: ["# Title\n", "\n", "text"] },
      { cell_type: "code", metadata: {}, outputs: [{ data: "gone" }], source: ["x = 1\n", "x"] },
      { cell_type: "code", metadata: {}, outputs: [], source: "%sql\nselect 1" },
    ],
    metadata: { language_info: { name: "python" } },
    nbformat: 4,
    nbformat_minor: 5,
    ...change,
  });
const importAs = (path: string, format: string, content = notebook()) =>
  w.call("POST", "/api/2.0/workspace/import", { path, format, content: base64(content) });
const exported = async (path: string, format: string): Promise<string> => {
  const url = `/api/2.0/workspace/export?path=${path}&format=${format}`;
  const { content } = (await w.call("GET", url)).body as { content: string };
  return Buffer.from(content, "base64").toString();
};

it("a Jupyter notebook is kept as source, without its outputs, and goes back as one", async () => {
  expect((await importAs("/lab/a", "JUPYTER")).status).toBe(200);
  expect(await exported("/lab/a", "SOURCE")).toBe(
    [
      "# Databricks notebook source\n# MAGIC %md\n# MAGIC # Title\n# MAGIC\n# MAGIC text",
      "x = 1\nx",
      "# MAGIC %sql\n# MAGIC select 1\n",
    ].join("\n\n# COMMAND ----------\n\n"),
  );
  const { cells } = JSON.parse(await exported("/lab/a", "JUPYTER")) as {
    cells: { cell_type: string; source: string[] }[];
  };
  expect(cells.map(({ cell_type: type, source }) => [type, source.join("")])).toEqual([
    ["markdown", "# Title\n\ntext"],
    ["code", "x = 1\nx"],
    ["code", "%sql\nselect 1"],
  ]);
});

it("AUTO and the upload of the CLI take the ending away, and the status tells its form", async () => {
  await importAs("/lab/b.ipynb", "AUTO");
  const status = "/api/2.0/workspace/get-status?path=/lab/b";
  expect((await w.call("GET", `${status}&return_export_info=true`)).body).toMatchObject({
    object_type: "NOTEBOOK",
    language: "PYTHON",
    repos_export_format: "JUPYTER",
  });
  expect((await w.call("GET", status)).body.repos_export_format).toBeUndefined();
});

it("what is no notebook is refused, and another language is not simulated", async () => {
  expect((await importAs("/lab/c.ipynb", "AUTO", "{}")).body.error_code).toBe(
    "INVALID_PARAMETER_VALUE",
  );
  const scala = notebook({ metadata: { language_info: { name: "scala" } } });
  expect((await importAs("/lab/c", "JUPYTER", scala)).status).toBe(501);
});
