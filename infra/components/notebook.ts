import * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import { workFolderIn } from "../names/physical-names";
import { Clone } from "./dynamic/clone";
import type { Student } from "./student";
import { childOptions, type WorkspaceHandle } from "./workspace-handle";

/** The arguments of `Notebook`. */
export interface NotebookArgs {
  workspace: WorkspaceHandle;
  student: Student;
  /** Folder in the workspace, such as `/rai-lab/dev`. */
  folder: string;
  /**
   * Initial values of the notebook's widgets, for a user who opens it by hand. No secret: the
   * folder is readable.
   */
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
/** The files of `notebooks/` that the notebook imports and reads, by resource. Every `up` renews them. */
const FILES = {
  helpers: "lab_helpers.py",
  measures: "lab_measures.py",
  prompts: "prompts.json",
  lexicons: "lexicons.json",
};
/** Read by `notebooks/lab_helpers.py`. */
const SETTINGS_FILE = "lab.json";

/**
 * The original of the notebook, which the student may run but not change, and the student's own
 * clone of it.
 */
export class Notebook extends pulumi.ComponentResource {
  /** Workspace path, without `/Workspace` and without an ending. */
  readonly path: pulumi.Output<string>;
  /** The clone's. */
  readonly clonePath: pulumi.Output<string>;

  constructor(name: string, args: NotebookArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:Notebook", name, {}, opts);
    const options = childOptions(args.workspace, this);
    const folder = new databricks.Directory(
      `${name}-folder`,
      { path: args.folder, deleteRecursive: true },
      options,
    );
    const notebook = new databricks.Notebook(
      `${name}-notebook`,
      { path: pulumi.interpolate`${folder.path}/${NOTEBOOK}`, source: sourceOf(`${NOTEBOOK}.py`) },
      options,
    );
    for (const [part, file] of Object.entries(FILES))
      new databricks.WorkspaceFile(
        `${name}-${part}`,
        { path: pulumi.interpolate`${folder.path}/${file}`, source: sourceOf(file) },
        options,
      );
    new databricks.WorkspaceFile(
      `${name}-settings`,
      {
        path: pulumi.interpolate`${folder.path}/${SETTINGS_FILE}`,
        contentBase64: pulumi.jsonStringify(args.settings).apply(base64),
      },
      options,
    );
    // All three: the CLI deletes what `replaceWith` names, and nothing that depends on it.
    const own = args.student.ownOptions(options);
    const work = new databricks.Directory(
      `${name}-work`,
      { path: folder.path.apply(workFolderIn), deleteRecursive: true },
      own,
    );
    if (!args.student.isDeployer) {
      grantFolder(`${name}-permissions`, folder.path, args.student.userName, "CAN_RUN", options);
      // Creating and deleting files in a folder needs CAN_MANAGE.
      grantFolder(`${name}-work-permissions`, work.path, args.student.userName, "CAN_MANAGE", own);
    }
    const clone = new Clone(
      `${name}-clone`,
      {
        workspaceId: args.workspace.resourceId,
        host: args.workspace.host,
        from: notebook.path,
        to: pulumi.interpolate`${work.path}/${NOTEBOOK}`,
      },
      args.student.ownOptions(args.workspace.ownedOptions(this)),
    );
    this.path = notebook.path;
    this.clonePath = clone.to;
    this.registerOutputs({ path: this.path, clonePath: this.clonePath });
  }
}

/** Grants one student a permission in a folder. Besides the admins, no one else has any. */
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
 * Path of a file of `notebooks/`, relative to the project's folder, where the CLI always starts
 * program and providers. An absolute path would put this machine into the state, and be a change on
 * the next one.
 */
const sourceOf = (file: string): string => `notebooks/${file}`;

const base64 = (text: string): string => Buffer.from(text).toString("base64");
