import { type StackResource, stackRule } from "../rule";
import { NOTEBOOK, PERMISSIONS, WORKSPACE_FILE } from "../types";
import { valueAt, objectsAt, display } from "../value";

const PATH_FIELDS = ["directoryPath", "notebookPath", "workspaceFilePath"];
const EDIT_LEVELS = ["CAN_EDIT", "CAN_MANAGE"];

/**
 * The paths of the notebooks and files that a stack uploads. Students' own copies are in no stack.
 */
const uploadedPaths = (resources: readonly StackResource[]): string[] =>
  resources
    .filter(({ type }) => type === NOTEBOOK || type === WORKSPACE_FILE)
    .map(({ props }) => valueAt(props, "path"))
    .filter((path) => typeof path === "string");

/** Permissions by which somebody may change an uploaded notebook or file. */
export const folderGrants = stackRule({
  name: "folder-grants",
  description:
    "A student may run and copy the original, not change it: everybody after them would get the change.",
  cure: "Grant CAN_RUN.",
  severity: "high",
  checkStack(resources) {
    const originals = uploadedPaths(resources);
    const holds = (place: unknown): boolean =>
      typeof place === "string" &&
      originals.some((path) => path === place || path.startsWith(`${place.replace(/\/$/, "")}/`));
    return resources
      .filter(
        ({ type, props }) =>
          type === PERMISSIONS && PATH_FIELDS.some((key) => holds(valueAt(props, key))),
      )
      .flatMap(({ urn, props }) =>
        objectsAt(props, "accessControls")
          .filter(
            (grant) =>
              EDIT_LEVELS.includes(display(valueAt(grant, "permissionLevel"))) &&
              valueAt(grant, "servicePrincipalName") === undefined,
          )
          .map((grant) => ({
            urn,
            message: `${display(valueAt(grant, "userName") ?? valueAt(grant, "groupName"))} may change the original`,
          })),
      );
  },
});
