/** What runs a notebook: the local cloud's stand-in for a cluster's Python and Spark. */

/** `sail` is Spark Connect without Java; `jvm` is Apache Spark itself, in the version of the cluster's runtime. */
export type SparkEngine = "sail" | "jvm";

export interface NotebookRequest {
  /** Workspace path, for titles and messages. */
  path: string;
  /** The notebook's folder as it is put on disk: path below it (a notebook has its language's ending) and content. */
  files: { path: string; content: Buffer }[];
  /** Which of the files to run. */
  entry: string;
  /** The cluster's `spark_version`, such as `16.4.x-cpu-ml-scala2.12`. */
  runtime: string;
  /** Widget values. */
  parameters: Record<string, string>;
  /** The workspace's REST API, for `dbutils.secrets`, with a token that has the rights of the run. */
  workspace: { url: string; token: string };
  /** PEM of the authority that signs the local cloud's certificates. */
  ca: string;
  timeoutSeconds: number;
  signal: AbortSignal;
  onCell: (done: number, total: number) => void;
  /** A wait of the notebook (`time.sleep`): the cloud's clock jumps instead. */
  onSleep: (ms: number) => void;
}

/** One executed cell. Texts are redacted. */
export interface Cell {
  title: string;
  language: string;
  state: "ok" | "failed" | "skipped";
  ms: number;
}
export interface NotebookResult {
  state: "SUCCESS" | "FAILED" | "TIMEDOUT" | "CANCELED";
  /** Value of `dbutils.notebook.exit`. */
  result?: string;
  error?: string;
  errorTrace?: string;
  cells: Cell[];
  /** One self-contained page. */
  html: string;
  /** What ran it, e.g. `{ spark: "Sail 0.7.2 (Spark Connect)", python: "3.11.7", openai: "2.54.0" }`. */
  versions: Record<string, string>;
  seconds: number;
}

/** @throws LabError `python`, `notebook` when the notebook could not be run at all; a failing cell is a result. */
export type RunNotebook = (request: NotebookRequest) => Promise<NotebookResult>;
