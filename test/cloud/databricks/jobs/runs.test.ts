import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, expect, it } from "vitest";
import { closeWorld, createWorld, type World } from "../../../../scripts/cloud/core/world";
import { databricksService, openDatabricksWorkspace } from "../../../../scripts/cloud/databricks";
import { workspaceStore, type WorkspaceStore } from "../../../../scripts/cloud/databricks/store";
import { createCluster, pollCluster } from "../../../../scripts/cloud/databricks/clusters/clusters";
import { closeDatabricksWorkspace } from "../../../../scripts/cloud/databricks/lifecycle";
import { addMember } from "../../../../scripts/cloud/databricks/identity/members";
import type {
  NotebookRequest,
  NotebookResult,
} from "../../../../scripts/cloud/databricks/notebooks/notebook";
import { submitRun } from "../../../../scripts/cloud/databricks/jobs/runs";
import { ARM_ID, NOW, SPEC, STUDENT, WORKSPACE_ID } from "../../../support/databricks/workspace";

const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-runs-"));
const errors: unknown[] = [];
let world: World | undefined;
afterEach(async () => {
  if (world) await closeWorld(world);
  world = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** Ends when it is told to stop, and says something on its way out, as a killed process may. */
const endless = (request: NotebookRequest): Promise<NotebookResult> =>
  new Promise((resolve) => {
    request.signal.addEventListener("abort", () => {
      request.onCell(1, 2);
      request.onSleep(1000);
      resolve({ state: "CANCELED", cells: [], html: "", versions: {}, seconds: 0 });
    });
  });

const open = async (file?: string): Promise<World> => {
  world = await createWorld([databricksService({ runNotebook: endless })], {
    now: () => NOW,
    seed: "runs",
    onError: (error) => errors.push(error),
    ...(file !== undefined && { file }),
  });
  await openDatabricksWorkspace(world, { id: ARM_ID, workspaceId: WORKSPACE_ID }, String);
  return world;
};

/** A run whose notebook is going. */
async function startedRun(w: World, store: WorkspaceStore): Promise<number> {
  const member = addMember(store, w.random, {
    userName: STUDENT,
    displayName: "S",
    kind: "user",
    active: true,
    admin: true,
  });
  const { cluster_id } = createCluster(w, store, SPEC, { member });
  while ((await pollCluster(w, store, cluster_id)).state !== "RUNNING");
  const file = {
    path: "/n",
    object_type: "NOTEBOOK",
    object_id: 1,
    language: "PYTHON",
    content: "",
  } as const;
  store.objects.put("/n", { ...file, created_at: 0, modified_at: 0, creator: STUDENT });
  const context = { world: w, runNotebook: endless, url: () => "https://127.0.0.1:1" };
  const task = {
    task_key: "n",
    existing_cluster_id: cluster_id,
    notebook_task: { notebook_path: "/n" },
  };
  const run = submitRun(context, store, { member }, { run_name: "r", task, timeout_seconds: 0 });
  expect(run.life_cycle_state).toBe("RUNNING");
  return run.run_id;
}

it("a run that was going when the cloud stopped is failed when it comes back", async () => {
  const file = path.join(folder, "cloud.jsonl");
  const first = await open(file);
  const id = await startedRun(first, workspaceStore(first.store, WORKSPACE_ID));
  await closeWorld(first);
  await new Promise(setImmediate);
  const second = await open(file);
  expect(workspaceStore(second.store, WORKSPACE_ID).runs.get(String(id))).toMatchObject({
    life_cycle_state: "INTERNAL_ERROR",
    result_state: "FAILED",
    state_message: "The local cloud was stopped while the notebook was running.",
  });
  expect(errors).toEqual([]);
});

it("a run that was going when its workspace was deleted leaves nothing", async () => {
  const w = await open();
  const before = w.clock.now();
  const store = workspaceStore(w.store, WORKSPACE_ID);
  await startedRun(w, store);
  const running = w.clock.now();
  await closeDatabricksWorkspace(w, { id: ARM_ID });
  await new Promise(setImmediate);
  for (const noun of ["runs", "outputs", "bearers", "clusters"])
    expect(w.store.collection(`databricks/${noun}`).values()).toEqual([]);
  expect(w.clock.now()).toBe(running);
  expect(running).toBeGreaterThan(before);
  expect(errors).toEqual([]);
});
