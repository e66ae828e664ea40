import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, expect, it } from "vitest";
import { writeCa } from "../../scripts/cloud/core/tls";
import type {
  NotebookRequest,
  NotebookResult,
} from "../../scripts/cloud/databricks/notebooks/notebook";
import { testWorkspace, type TestWorkspace } from "../support/databricks/workspace";
import { pythonFor, runPython } from "../support/python";
import { seconds } from "../support/time-limits";

let w: TestWorkspace | undefined;
const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-tools-"));
afterEach(async () => {
  await w?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A notebook that fails unless its parameter is good, and a script that prints its arguments. */
const run = ({ parameters, script }: NotebookRequest): Promise<NotebookResult> => {
  const isGood = script !== undefined || parameters.x === "good";
  return Promise.resolve({
    state: isGood ? "SUCCESS" : "FAILED",
    logs: script?.arguments.join(" "),
    cells: [],
    html: "<html>",
    versions: {},
    seconds: 0,
  });
};

it(
  "the vendor's Python client finds files, pools, tokens and jobs of several tasks",
  { timeout: seconds(60) },
  async (test) => {
    const python = await pythonFor("test", test);
    w = await testWorkspace({ runNotebook: run });
    const { stdout } = await runPython(python, [path.join(__dirname, "databricks_tools.py")], {
      DATABRICKS_HOST: w.url,
      DATABRICKS_TOKEN: w.token,
      REQUESTS_CA_BUNDLE: writeCa(folder, w.world.certificates.ca),
    });
    expect(JSON.parse(stdout)).toEqual({
      head: "abc",
      files: ["/tmp/b.bin", "/tmp/c.txt"],
      gone: "No file or directory exists on path /tmp/c.txt.",
      machine: "Standard_D8ds_v5",
      used: 2,
      two: "The field 'node_type_id' cannot be supplied when an instance pool ID is provided.",
      compliant: [false, ["num_workers"]],
      tokens: [true],
      tokensLeft: [],
      addresses: 1,
      git: "gitHub",
      conf: { maxTokenLifetimeDays: "1" },
      tooLong: "The lifetime of a token must be at most 1 days.",
      failed: expect.stringMatching(/Task a failed with message: Workload failed/) as string,
      first: { a: "FAILED", b: "UPSTREAM_FAILED" },
      then: ["SUCCESS", { a: "SUCCESS", b: "SUCCESS" }],
      logs: "--n 2",
      history: ["ORIGINAL", "REPAIR"],
      tasks: ["a"],
      pools: 0,
    });
  },
);
