import { chmodSync, existsSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import type { NotebookRequest } from "../../../../scripts/cloud/databricks/notebooks/notebook";
import { runWith } from "../../../../scripts/cloud/databricks/notebooks/notebook-runner";
import { temporaryFolder } from "../../../support/folder";

/** A shell script in place of Python: what a notebook may do to its runner. */
function interpreter(script: string): string {
  const file = path.join(temporaryFolder(), "python");
  writeFileSync(file, `#!/bin/sh\nout=$(dirname "$3")/out\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

const cells: [number, number][] = [];
const request = (
  files: NotebookRequest["files"] = [{ path: "n.py", content: Buffer.from("") }],
): NotebookRequest => ({
  path: "/n",
  files,
  entry: "n.py",
  runtime: "16.4.x",
  parameters: {},
  workspace: { url: "https://127.0.0.1:1", token: "t" },
  ca: "",
  timeoutSeconds: 60,
  signal: new AbortController().signal,
  onCell: (done, total) => cells.push([done, total]),
  onSleep: (ms) => {
    if (ms > 1e12) throw new Error("the clock cannot jump so far");
  },
});
const run = (script: string, files?: NotebookRequest["files"]) =>
  runWith(interpreter(script), { spark: { engine: "sail" } }, request(files));

const RESULT = `echo '{"state":"SUCCESS","cells":[],"versions":{},"seconds":1}' > $out/result.json`;

test("a process that keeps to the protocol is heard", async () => {
  const script = `echo '{"event":"cell","done":1,"total":2}'
    echo '{"event":"sleep","ms":5}'; read answer; test "$answer" = slept && ${RESULT}`;
  expect(await run(script)).toMatchObject({ state: "SUCCESS", html: "" });
  expect(cells).toEqual([[1, 2]]);
});

test.each([
  ["text", "echo hello"],
  ["an empty line", "echo"],
  ["a huge line", `head -c 20000000 /dev/zero | tr '\\0' x; echo`],
  ["bytes that are no text", `printf '\\377\\376\\n'`],
  ["another type", "echo 7; echo null; echo []"],
  ["a field of another type", `echo '{"event":"cell","done":"1","total":{}}'`],
  ["a negative number", `echo '{"event":"cell","done":-1,"total":2}'`],
  ["a time that no clock reaches", `echo '{"event":"sleep","ms":1e18}'`],
  ["a result that is no JSON", "echo '{' > $out/result.json"],
  ["a result of another shape", "echo '{\"state\":7}' > $out/result.json"],
])("%s in place of a message or a result fails that run", async (_, script) => {
  await expect(run(`${script}\n${script.includes("result") ? "" : RESULT}`)).rejects.toMatchObject({
    code: "notebook",
    where: "/n",
    message: expect.stringMatching(/^the notebook disturbed its runner: /),
  });
});

test("no workspace file is written outside the run's folder", async () => {
  const outside = path.join(temporaryFolder(), "escaped");
  const climb = "../".repeat(20);
  for (const name of [`${climb}${outside.slice(1)}`, "..", "a/../../x", outside])
    await expect(run(RESULT, [{ path: name, content: Buffer.from("x") }])).rejects.toMatchObject({
      code: "notebook",
      where: name,
    });
  expect(existsSync(outside)).toBe(false);
});

test("what a notebook writes beside itself comes back, and nothing that it left as it was", async () => {
  const files = ["n.py", "same.txt", "changed.txt"].map((name) => ({
    path: `a/${name}`,
    content: Buffer.from("before"),
  }));
  const script = `printf after > a/changed.txt; printf new > a/new.txt; ln -s new.txt a/link; ${RESULT}`;
  const { written = [] } = await run(script, files);
  const found = written.map(({ path, content }) => [path, content.toString()]).sort();
  expect(found).toEqual([
    ["a/changed.txt", "after"],
    ["a/new.txt", "new"],
  ]);
});
