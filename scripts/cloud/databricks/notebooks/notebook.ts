/*
 * @parity
 * - working directory = the notebook's folder, workspace files beside it and in the folders above it
 *   — documented
 */

/**
 * `sail` is Spark Connect without Java; `jvm` is Apache Spark itself, in the version of the
 * cluster's runtime.
 */
export type SparkEngine = "sail" | "jvm";

/** A notebook to run. */
export interface NotebookRequest {
  /** Workspace path, for titles and messages. */
  path: string;
  /** The workspace files that it can reach, by their path from the root. Notebooks end in `.py`. */
  files: { path: string; content: Buffer }[];
  /** Path of the file to run; its folder becomes the working directory. */
  entry: string;
  /** The cluster's `spark_version`, such as `16.4.x-cpu-ml-scala2.12`. */
  runtime: string;
  /** Widget values. */
  parameters: Record<string, string>;
  /** Of a Python file that runs as a script: its arguments. Undefined for a notebook. */
  script?: { arguments: string[] } | undefined;
  /** The workspace's REST API, for `dbutils.secrets`, with the token of the run. */
  workspace: { url: string; token: string };
  /** The certificate authority of the local cloud, in PEM. */
  ca: string;
  timeoutSeconds: number;
  /** Cancels the run. */
  signal: AbortSignal;
  /** Reports progress after each cell. */
  onCell: (done: number, total: number) => void;
  /** Replaces a wait of the notebook (`time.sleep`): the caller moves the cloud's clock. */
  onSleep: (ms: number) => void;
}

/** One cell after a run. Texts are redacted. */
export interface Cell {
  title: string;
  language: string;
  state: "ok" | "failed" | "skipped";
  ms: number;
}

/** The result of a run. */
export interface NotebookResult {
  state: "SUCCESS" | "FAILED" | "TIMEDOUT" | "CANCELED";
  /** Value of `dbutils.notebook.exit`. */
  result?: string;
  error?: string;
  errorTrace?: string;
  /** What a script printed. */
  logs?: string;
  cells: Cell[];
  /** The notebook with its outputs, as one self-contained page. */
  html: string;
  /**
   * Versions of the engine and of the main packages, e.g. `{ spark: "Sail 0.7.2 (Spark Connect)",
   * python: "3.11.7", openai: "2.54.0" }`.
   */
  versions: Record<string, string>;
  seconds: number;
  /** The files that it wrote beside itself, by their path from the root. */
  written?: WrittenFile[];
}

/** A file that a notebook wrote into a folder of the workspace. */
export interface WrittenFile {
  path: string;
  content: Buffer;
}

/**
 * Runs a notebook. A failing cell is a result, not an error.
 * @throws LabError `python` or `notebook` when the notebook cannot be run.
 */
export type RunNotebook = (request: NotebookRequest) => Promise<NotebookResult>;
