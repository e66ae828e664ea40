import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { expect, test } from "vitest";
import { Notebook, NOTEBOOK } from "../../../infra/components/notebook";
import type { Student } from "../../../infra/components/student";
import type { Workspace } from "../../../infra/components/workspace";
import { type Graph, graphOf } from "../../support/graph";
import { testStudent, testWorkspace, deployerAsStudent, STUDENT } from "../../support/graph/parts";

const settings = {
  endpoint: "https://lab.openai.azure.com/",
  deployment: "gpt-35-turbo",
  api_version: "2024-10-21",
  secret_scope: "rai-lab-dev",
  secret_key: "openai-key",
};

const notebook = (studentOf: (w: Workspace) => Student): Promise<Graph> =>
  graphOf(() => {
    const workspace = testWorkspace();
    const args = { workspace, student: studentOf(workspace), folder: "/rai-lab/dev", settings };
    const { path, clonePath } = new Notebook("notebook", args);
    return { path, clonePath };
  });

test("uploads the notebook and its data beside it, from files", async () => {
  const graph = await notebook(testStudent);
  expect(graph.of("Directory").map((r) => r.inputs)).toEqual([
    { path: "/rai-lab/dev", deleteRecursive: true },
    { path: "/rai-lab/dev/work", deleteRecursive: true },
  ]);
  expect(graph.registered.find((r) => r.name === "notebook-notebook")?.inputs).toEqual({
    path: "/rai-lab/dev/responsible-ai",
    source: "notebooks/responsible-ai.py",
  });
  expect(graph.of("WorkspaceFile").map((r) => r.inputs)).toEqual([
    { path: "/rai-lab/dev/lab_helpers.py", source: "notebooks/lab_helpers.py" },
    { path: "/rai-lab/dev/lab_measures.py", source: "notebooks/lab_measures.py" },
    { path: "/rai-lab/dev/prompts.json", source: "notebooks/prompts.json" },
    { path: "/rai-lab/dev/lexicons.json", source: "notebooks/lexicons.json" },
    {
      path: "/rai-lab/dev/lab.json",
      contentBase64: Buffer.from(JSON.stringify(settings)).toString("base64"),
    },
  ]);
  expect(graph.outputs).toEqual({
    path: `/rai-lab/dev/${NOTEBOOK}`,
    clonePath: `/rai-lab/dev/work/${NOTEBOOK}`,
  });
});

test("the files are there, and named so that no machine's folder gets into the state", async () => {
  const sources = (await notebook(testStudent)).registered.flatMap(({ inputs: { source } }) =>
    typeof source === "string" ? [source] : [],
  );
  expect(sources).toHaveLength(5);
  for (const source of sources) {
    expect(isAbsolute(source)).toBe(false);
    expect(existsSync(join(process.cwd(), source)), source).toBe(true);
  }
});

test("a file of Python beside the notebook is uploaded as a file, not as a second notebook", async () => {
  const modules = (await notebook(testStudent))
    .of("WorkspaceFile")
    .flatMap(({ inputs: { source } }) =>
      typeof source === "string" && source.endsWith(".py") ? [source] : [],
    );
  expect(modules).toHaveLength(2);
  // Databricks takes a file that begins so for a notebook, and drops its ending: no import would find it.
  for (const source of modules)
    expect(readFileSync(source, "utf8")).not.toMatch(/^# Databricks notebook source/);
});

test("the folder is there before anything is put into it", async () => {
  const graph = await notebook(testStudent);
  const folder = graph.registered.find((r) => r.name === "notebook-folder")!.urn;
  for (const r of [
    ...graph.registered.filter((x) => x.name === "notebook-notebook"),
    ...graph.of("WorkspaceFile"),
  ])
    expect(r.dependsBy["path"], r.name).toEqual([folder]);
});

test("the student may run what is in it, and change only what is in their own folder", async () => {
  expect((await notebook(testStudent)).of("Permissions").map((r) => r.inputs)).toEqual([
    {
      directoryPath: "/rai-lab/dev",
      accessControls: [{ userName: STUDENT, permissionLevel: "CAN_RUN" }],
    },
    {
      directoryPath: "/rai-lab/dev/work",
      accessControls: [{ userName: STUDENT, permissionLevel: "CAN_MANAGE" }],
    },
  ]);
  expect((await notebook(deployerAsStudent)).of("Permissions")).toEqual([]);
});

test("the clone is made of the original, in the student's folder, once both are there", async () => {
  const graph = await notebook(testStudent);
  const clone = graph.only("Clone");
  expect(clone.inputs).toMatchObject({
    from: `/rai-lab/dev/${NOTEBOOK}`,
    to: `/rai-lab/dev/work/${NOTEBOOK}`,
  });
  const urn = (name: string): string => graph.registered.find((r) => r.name === name)!.urn;
  expect(clone.dependsBy["from"]).toEqual([urn("notebook-notebook")]);
  expect(clone.dependsBy["to"]).toEqual([urn("notebook-work")]);
  expect(clone.provider).toBe("");
});
