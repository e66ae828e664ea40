import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, expect, it } from "vitest";
import { writeCa } from "../../scripts/cloud/core/tls";
import type {
  NotebookRequest,
  NotebookResult,
} from "../../scripts/cloud/databricks/notebooks/notebook";
import { pythonFor, runPython } from "../support/python";
import {
  DEPLOYER,
  STUDENT,
  testWorkspace,
  tokenOf,
  WORKSPACE_ID,
  type TestWorkspace,
} from "../support/databricks/workspace";
import { seconds } from "../support/time-limits";

let w: TestWorkspace | undefined;
const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-conformance-"));
afterEach(async () => {
  await w?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The test is about the clients: the notebook only returns its parameter. */
const echo = (request: NotebookRequest): Promise<NotebookResult> =>
  Promise.resolve({
    state: "SUCCESS",
    result: request.parameters.x ?? "",
    cells: [],
    html: "<html>",
    versions: {},
    seconds: 0,
  });

it(
  "the vendor's Python client drives a whole lab, waits included",
  { timeout: seconds(60) },
  async (test) => {
    const python = await pythonFor("test", test);
    w = await testWorkspace({ runNotebook: echo });
    const { stdout } = await runPython(python, [path.join(__dirname, "databricks_sdk.py")], {
      DATABRICKS_HOST: w.url,
      DATABRICKS_TOKEN: w.token,
      STUDENT_TOKEN: await tokenOf(w.world, { idtyp: "user", upn: STUDENT, oid: "oid-student" }),
      STUDENT,
      REQUESTS_CA_BUNDLE: writeCa(folder, w.world.certificates.ca),
    });
    const seen: unknown = JSON.parse(stdout);
    const denied = expect.stringMatching(
      /does not have CAN_EDIT permissions on \/rai-lab\/dev\/n/,
    ) as string;
    expect(seen).toEqual({
      me: DEPLOYER,
      workspaceId: WORKSPACE_ID,
      found: [STUDENT],
      selected: "16.4.x-cpu-ml-scala2.12",
      state: "RUNNING",
      refused: expect.stringMatching(
        /^NumWorkers could be 0 only for SingleNode clusters/,
      ) as string,
      unknown: "Cluster 0101-000000-deadbeef does not exist",
      pinned: [true],
      edited: 30,
      updated: "renamed",
      sorted: ["renamed"],
      events: [
        ...["CREATING", "RUNNING", "PINNED", "UNPINNED", "EDITED", "RESTARTING", "RUNNING"],
        ...["EDITED", "RESTARTING", "RUNNING"],
      ],
      stopped: "USER_REQUEST",
      started: null,
      library: "INSTALLED",
      noFolder: "The parent folder (/rai-lab/dev) does not exist.",
      cells: ["code"],
      objects: ["FILE /rai-lab/dev/data.json", "NOTEBOOK /rai-lab/dev/n"],
      inherited: ["CAN_RUN"],
      twice: "Scope rai-lab-dev already exists!",
      acls: [`${DEPLOYER} MANAGE`, `${STUDENT} READ`],
      keys: ["openai-key"],
      outside: expect.stringContaining("only from inside compute") as string,
      cannotEdit: denied,
      run: ["TERMINATED", "SUCCESS", "SUCCESS"],
      exit: "from the job",
      views: ["NOTEBOOK"],
      job: 1,
      noJob: expect.stringMatching(/^Job \d+ does not exist\.$/) as string,
      left: [0, 0, 0],
    });
  },
);
