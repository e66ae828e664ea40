import * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import { join, relative } from "node:path";
import type { Student } from "./student";
import type { Workspace } from "./workspace";

export interface NotebookArgs {
  workspace: Workspace;
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

/** The course's original: the student may run it and copy it, not change it. */
export class Notebook extends pulumi.ComponentResource {
  /** Workspace path, without `/Workspace` and without an ending. */
  readonly path: pulumi.Output<string>;

  constructor(name: string, args: NotebookArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:Notebook", name, {}, opts);
    const inside = args.workspace.inside(this);
    const folder = new databricks.Directory(`${name}-folder`, { path: args.folder, deleteRecursive: true }, inside);
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
    if (!args.student.isDeployer)
      new databricks.Permissions(
        `${name}-permissions`,
        {
          directoryPath: folder.path,
          accessControls: [{ userName: args.student.userName, permissionLevel: "CAN_RUN" }],
        },
        inside,
      );
    this.path = notebook.path;
    this.registerOutputs({ path: this.path });
  }
}

/**
 * A file of `notebooks/`, as a path from the working folder (which the provider shares): an absolute one would put this
 * machine into the state, and be a change on every other machine.
 */
const sourceOf = (file: string): string => relative(process.cwd(), join(__dirname, "../../notebooks", file));

const base64 = (text: string): string => Buffer.from(text).toString("base64");
