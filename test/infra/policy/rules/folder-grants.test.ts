import { expect, test } from "vitest";
import { folderGrants } from "../../../../infra/policy/rules/folder-grants";
import { NOTEBOOK, PERMISSIONS, WORKSPACE_FILE } from "../../../../infra/policy/types";
import { checkStack, resource } from "../../../support/policy/rule";

const notebook = resource(NOTEBOOK, "n", { path: "/rai-lab/dev/lesson" });
const file = resource(WORKSPACE_FILE, "f", { path: "/rai-lab/dev/prompts.json" });
const grant = (place: Record<string, string>, permissionLevel: string, userName = "s@b") =>
  resource(PERMISSIONS, "p", { ...place, accessControls: [{ userName, permissionLevel }] });

test.each([
  [{ directoryPath: "/rai-lab/dev" }, "CAN_EDIT"],
  [{ directoryPath: "/rai-lab/" }, "CAN_MANAGE"],
  [{ notebookPath: "/rai-lab/dev/lesson" }, "CAN_EDIT"],
  [{ workspaceFilePath: "/rai-lab/dev/prompts.json" }, "CAN_EDIT"],
])("%j with %s", (place, level) => {
  expect(checkStack(folderGrants, [notebook, file, grant(place, level)])).toEqual([
    "p: s@b may change the original",
  ]);
});

test("a whole group", () => {
  const accessControls = [{ groupName: "class", permissionLevel: "CAN_EDIT" }];
  const permissions = resource(PERMISSIONS, "p", { directoryPath: "/rai-lab/dev", accessControls });
  expect(checkStack(folderGrants, [notebook, permissions])).toEqual([
    "p: class may change the original",
  ]);
});

test("to run it, to change one's own folder, and a robot", () => {
  expect(
    checkStack(folderGrants, [notebook, grant({ directoryPath: "/rai-lab/dev" }, "CAN_RUN")]),
  ).toEqual([]);
  expect(
    checkStack(folderGrants, [notebook, grant({ directoryPath: "/rai-lab/de" }, "CAN_MANAGE")]),
  ).toEqual([]);
  expect(
    checkStack(folderGrants, [notebook, grant({ directoryPath: "/Users/s@b" }, "CAN_MANAGE")]),
  ).toEqual([]);
  const accessControls = [{ servicePrincipalName: "id", permissionLevel: "CAN_MANAGE" }];
  const robot = resource(PERMISSIONS, "p", { directoryPath: "/rai-lab/dev", accessControls });
  expect(checkStack(folderGrants, [notebook, robot])).toEqual([]);
});
