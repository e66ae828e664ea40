import { type Deployed, stackRule } from "../rule";
import { NOTEBOOK, PERMISSIONS, WORKSPACE_FILE } from "../types";
import { at, mapsAt, shown } from "../value";

const PLACES = ["directoryPath", "notebookPath", "workspaceFilePath"];
const EDITS = ["CAN_EDIT", "CAN_MANAGE"];

/** The paths of what a stack uploads: the originals. What a student makes of them is in no stack. */
const originalsOf = (resources: readonly Deployed[]): string[] =>
  resources
    .filter(({ type }) => type === NOTEBOOK || type === WORKSPACE_FILE)
    .map(({ props }) => at(props, "path"))
    .filter((path) => typeof path === "string");

export const folderGrants = stackRule({
  name: "folder-grants",
  description:
    "A student may run and copy the original, not change it: everybody after them would get the change.",
  cure: "Grant CAN_RUN.",
  severity: "high",
  checkStack(resources) {
    const originals = originalsOf(resources);
    const holds = (place: unknown): boolean =>
      typeof place === "string" &&
      originals.some((path) => path === place || path.startsWith(`${place.replace(/\/$/, "")}/`));
    return resources
      .filter(
        ({ type, props }) => type === PERMISSIONS && PLACES.some((key) => holds(at(props, key))),
      )
      .flatMap(({ urn, props }) =>
        mapsAt(props, "accessControls")
          .filter(
            (grant) =>
              EDITS.includes(shown(at(grant, "permissionLevel"))) &&
              at(grant, "servicePrincipalName") === undefined,
          )
          .map((grant) => ({
            urn,
            message: `${shown(at(grant, "userName") ?? at(grant, "groupName"))} may change the original`,
          })),
      );
  },
});
