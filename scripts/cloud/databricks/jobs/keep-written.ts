import type { World } from "../../core/world";
import type { WrittenFile } from "../notebooks/notebook";
import { hasPermission } from "../permissions/acl";
import type { WorkspaceStore } from "../store";
import type { Caller } from "../identity/members";
import { saveObject } from "../workspace/objects";
import { parentPath } from "../workspace/paths";

/**
 * Keeps the files that a notebook wrote, in the folders that exist and where its user may write; what
 * it wrote elsewhere went with the run.
 */
export function keepWritten(
  world: World,
  store: WorkspaceStore,
  caller: Caller,
  written: readonly WrittenFile[],
): void {
  for (const { path: file, content } of written) {
    const at = `/${file}`;
    const folder = store.objects.get(parentPath(at));
    const existing = store.objects.get(at);
    const isSource = store.objects.get(at.replace(/\.py$/, ""))?.object_type === "NOTEBOOK";
    if (folder?.object_type !== "DIRECTORY" || isSource) continue;
    if (existing !== undefined && existing.object_type !== "FILE") continue;
    const id = String(folder.object_id);
    if (!hasPermission(store, caller, "directories", id, "CAN_EDIT")) continue;
    const imported = {
      path: at,
      object_type: "FILE",
      content: content.toString("base64"),
    } as const;
    saveObject(world, { store, caller }, imported, existing, true);
  }
}
