import { afterEach, expect, test } from "vitest";
import { closeWorld, createWorld, type World } from "../../../../scripts/cloud/core/world";
import { databricksService, openDatabricksWorkspace } from "../../../../scripts/cloud/databricks";
import { addMember } from "../../../../scripts/cloud/databricks/identity/members";
import { keepWritten } from "../../../../scripts/cloud/databricks/jobs/keep-written";
import { workspaceStore } from "../../../../scripts/cloud/databricks/store";
import { addFolder } from "../../../../scripts/cloud/databricks/workspace/objects";
import { ARM_ID, STUDENT, WORKSPACE_ID } from "../../../support/databricks/workspace";

let world: World | undefined;
afterEach(async () => {
  if (world) await closeWorld(world);
  world = undefined;
});

/** A workspace with a folder that the student may write into, and one that is read alone. */
async function opened() {
  const runNotebook = () => Promise.reject(new Error("nothing here runs"));
  const made = (world = await createWorld([databricksService({ runNotebook })]));
  await openDatabricksWorkspace(made, { id: ARM_ID, workspaceId: WORKSPACE_ID }, String);
  const store = workspaceStore(made.store, WORKSPACE_ID);
  const user = { userName: STUDENT, displayName: "S", kind: "user", active: true } as const;
  const member = addMember(store, made.random, { ...user, admin: false });
  addFolder(made, store, "/lab", "teacher@example.edu");
  const { object_id: id } = addFolder(made, store, "/lab/work", "teacher@example.edu");
  const grant = { principal: STUDENT, kind: "user_name", permission_level: "CAN_MANAGE" } as const;
  store.grants.put(`directories/${id}`, [grant]);
  const keep = (path: string, text: string): void => {
    keepWritten(made, store, { member }, [{ path, content: Buffer.from(text) }]);
  };
  const textOf = (path: string): string | undefined => {
    const object = store.objects.get(path);
    return object && Buffer.from(object.content ?? "", "base64").toString();
  };
  return { store, keep, textOf };
}

test("a file in the student's own folder is kept, and written again", async () => {
  const { store, keep, textOf } = await opened();
  keep("lab/work/answers.jsonl", "one\n");
  expect(textOf("/lab/work/answers.jsonl")).toBe("one\n");
  keep("lab/work/answers.jsonl", "one\ntwo\n");
  expect(textOf("/lab/work/answers.jsonl")).toBe("one\ntwo\n");
  expect(store.objects.get("/lab/work/answers.jsonl")).toMatchObject({
    object_type: "FILE",
    creator: STUDENT,
  });
});

test.each([
  ["a folder that the user may not write into", "lab/answers.jsonl"],
  ["a folder that does not exist", "lab/work/deeper/answers.jsonl"],
])("%s keeps nothing", async (_, path) => {
  const { keep, textOf } = await opened();
  keep(path, "one\n");
  expect(textOf(`/${path}`)).toBeUndefined();
});

test("a notebook is not overwritten by its own source, nor a folder by a file", async () => {
  const { store, keep, textOf } = await opened();
  const times = { created_at: 0, modified_at: 0, creator: STUDENT };
  const path = "/lab/work/n";
  store.objects.put(path, { ...times, path, object_type: "NOTEBOOK", object_id: 7, content: "" });
  keep("lab/work/n.py", "print()");
  keep("lab/work", "one\n");
  expect([textOf(path), textOf("/lab/work/n.py")]).toEqual(["", undefined]);
  expect(store.objects.get("/lab/work")).toMatchObject({ object_type: "DIRECTORY" });
});
