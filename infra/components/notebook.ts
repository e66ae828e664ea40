import * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import { Clone } from "./dynamic/clone";
import type { Student } from "./student";
import { childOptions, type WorkspaceHandle } from "./workspace-handle";

export interface NotebookArgs {
  workspace: WorkspaceHandle;
  student: Student;
  /** Folder in the workspace, such as `/rai-lab/dev`. */
  folder: string;
  /** What the notebook's widgets start with, for those who open it by hand. No secret: the folder is readable. */
  settings: {
    endpoint: pulumi.Input<string>;
    deployment: pulumi.Input<string>;
    api_version: pulumi.Input<string>;
    secret_scope: pulumi.Input<string>;
    secret_key: pulumi.Input<string>;
  };
}

/** The notebook's name in its folder. */
export const NOTEBOOK = "responsible-ai";
const DATA_FILES = ["prompts.json", "lexicons.json"];
/** Read by the notebook's first cell. */
const SETTINGS_FILE = "lab.json";

/** The student's folder in the original's: what they write is here. */
const WORK_FOLDER = "work";

/** The course's original, which the student may run and not change, and the student's own clone of it. */
export class Notebook extends pulumi.ComponentResource {
  /** Workspace path, without `/Workspace` and without an ending. */
  readonly path: pulumi.Output<string>;
  /** The clone's. */
  readonly clonePath: pulumi.Output<string>;

  constructor(name: string, args: NotebookArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:Notebook", name, {}, opts);
    const inside = childOptions(args.workspace, this);
    const folder = new databricks.Directory(
      `${name}-folder`,
      { path: args.folder, deleteRecursive: true },
      inside,
    );
    const notebook = new databricks.Notebook(
      `${name}-notebook`,
      { path: pulumi.interpolate`${folder.path}/${NOTEBOOK}`, source: sourceOf(`${NOTEBOOK}.py`) },
      inside,
    );
    for (const file of DATA_FILES)
      new databricks.WorkspaceFile(
        `${name}-${file.replace(/\.\w+$/, "")}`,
        { path: pulumi.interpolate`${folder.path}/${file}`, source: sourceOf(file) },
        inside,
      );
    new databricks.WorkspaceFile(
      `${name}-settings`,
      {
        path: pulumi.interpolate`${folder.path}/${SETTINGS_FILE}`,
        contentBase64: pulumi.jsonStringify(args.settings).apply(base64),
      },
      inside,
    );
    const work = new databricks.Directory(
      `${name}-work`,
      { path: pulumi.interpolate`${folder.path}/${WORK_FOLDER}`, deleteRecursive: true },
      inside,
    );
    if (!args.student.isDeployer) {
      grantFolder(`${name}-permissions`, folder.path, args.student.userName, "CAN_RUN", inside);
      // With less nobody may make or delete anything in a folder.
      grantFolder(
        `${name}-work-permissions`,
        work.path,
        args.student.userName,
        "CAN_MANAGE",
        inside,
      );
    }
    const clone = new Clone(
      `${name}-clone`,
      {
        workspaceId: args.workspace.resourceId,
        host: args.workspace.host,
        from: notebook.path,
        to: pulumi.interpolate`${work.path}/${NOTEBOOK}`,
      },
      args.workspace.ownedOptions(this),
    );
    this.path = notebook.path;
    this.clonePath = clone.to;
    this.registerOutputs({ path: this.path, clonePath: this.clonePath });
  }
}

/** What one student may do in a folder, and nobody but them and the admins. */
const grantFolder = (
  name: string,
  directoryPath: pulumi.Output<string>,
  userName: pulumi.Output<string>,
  permissionLevel: string,
  opts: pulumi.CustomResourceOptions,
): databricks.Permissions =>
  new databricks.Permissions(
    name,
    { directoryPath, accessControls: [{ userName, permissionLevel }] },
    opts,
  );

/**
 * A file of `notebooks/`, as a path from the project's folder, in which the CLI starts program and providers wherever it
 * is called: any other would put this machine, or this shell, into the state, and be a change in the next one.
 */
const sourceOf = (file: string): string => `notebooks/${file}`;

const base64 = (text: string): string => Buffer.from(text).toString("base64");
