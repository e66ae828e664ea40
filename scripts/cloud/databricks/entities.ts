/**
 * The entities of one workspace, as the store keeps them. Times are milliseconds since the epoch on
 * the world's clock. Field names with underscores are the REST API's own.
 */

/**
 * The body of `clusters/create` or of the last `clusters/edit`. Answers echo it: clients compare.
 */
export interface ClusterSpec {
  [field: string]: unknown;
  spark_version: string;
  cluster_name?: string | undefined;
  node_type_id?: string | undefined;
  driver_node_type_id?: string | undefined;
  num_workers?: number | undefined;
  autotermination_minutes?: number | undefined;
  data_security_mode?: string | undefined;
  single_user_name?: string | undefined;
  policy_id?: string | undefined;
  instance_pool_id?: string | undefined;
  kind?: string | undefined;
  is_single_node?: boolean | undefined;
  use_ml_runtime?: boolean | undefined;
  spark_conf?: Record<string, string> | undefined;
  custom_tags?: Record<string, string> | undefined;
  autoscale?: { min_workers: number; max_workers: number } | undefined;
}

/** `state` of a cluster, as in `clusters/get`. */
export type ClusterState = "PENDING" | "RUNNING" | "RESTARTING" | "TERMINATING" | "TERMINATED";

/** Why a cluster stopped, as in `clusters/get`. */
export interface TerminationReason {
  code: string;
  type: "SUCCESS" | "CLIENT_ERROR" | "SERVICE_FAULT" | "CLOUD_FAILURE";
  parameters: Record<string, string>;
}

/** An all-purpose cluster. */
export interface Cluster {
  cluster_id: string;
  spec: ClusterSpec;
  /** The machine of the pool that the settings name. */
  machine?: string | undefined;
  creator_user_name: string;
  state: ClusterState;
  state_message: string;
  start_time: number;
  last_restarted_time?: number;
  terminated_time?: number;
  termination_reason?: TerminationReason;
  pinned: boolean;
  /** End of the last use. The automatic termination counts its idle minutes from here. */
  last_activity: number;
  spark_context_id: number;
  /** Id of the long-running operation that ends the current state. */
  operation?: string;
  /** Made for one run, and stopped at its end. */
  isOfRun?: boolean;
  /** Set when the current launch will fail. */
  failure?: { code: string; message: string };
}

/** One entry of `clusters/events`. */
export interface ClusterEvent {
  cluster_id: string;
  timestamp: number;
  type: string;
  details: Record<string, unknown>;
}

/** A library as sent. It has exactly one field, which names its kind. */
export interface Library {
  pypi?: { package: string; repo?: string | undefined } | undefined;
  [kind: string]: unknown;
}

/** `status` of a library, as in `libraries/cluster-status`. */
export type LibraryState =
  "PENDING" | "INSTALLING" | "INSTALLED" | "FAILED" | "UNINSTALL_ON_RESTART";

/** A library on a cluster. `messages` says why an installation failed. */
export interface LibraryStatus {
  cluster_id: string;
  library: Library;
  status: LibraryState;
  messages: string[];
  operation?: string;
}

/** `object_type` of a workspace object. */
export type ObjectType = "DIRECTORY" | "NOTEBOOK" | "FILE";

/** A folder, a notebook or a file of the workspace tree. */
export interface WorkspaceObject {
  path: string;
  object_type: ObjectType;
  object_id: number;
  /** Notebooks only. */
  language?: string;
  /** The form in which a notebook came, where that is not its source. */
  source_format?: "JUPYTER" | undefined;
  /** Base64. Absent for folders. */
  content?: string;
  created_at: number;
  modified_at: number;
  creator: string;
}

/** A Databricks-backed secret scope. */
export interface Scope {
  name: string;
  /** Principal → READ, WRITE or MANAGE. */
  acls: Record<string, string>;
}

/** One secret of a scope. */
export interface Secret {
  key: string;
  /** Base64. */
  value: string;
  last_updated_timestamp: number;
}

/** A user or service principal of the workspace. */
export interface Member {
  id: string;
  /** An e-mail address, or the application id of a service principal. */
  userName: string;
  displayName: string;
  kind: "user" | "app";
  active: boolean;
  admin: boolean;
}

/** A group of the workspace's own. */
export interface Group {
  /** 15 digits; those that every workspace has are `1` and `2`. */
  id: string;
  displayName: string;
  /** Ids of members. */
  members: string[];
}

/** A token that the workspace issued itself: a personal access token, or the one of a run. */
export interface AccessToken {
  token_id: string;
  memberId: string;
  /** The administrator who made it for a service principal. */
  creatorId?: string;
  comment?: string;
  creation_time: number;
  expiry_time: number;
  /** Id of the run that the token belongs to. Only callers with such a token are inside compute. */
  run?: number;
}

/** One direct grant on an object. */
export interface Grant {
  principal: string;
  kind: "user_name" | "group_name" | "service_principal_name";
  permission_level: string;
}

/** A cluster policy. `definition` is JSON text. */
export interface Policy {
  policy_id: string;
  name: string;
  definition: string;
  description?: string | undefined;
  creator_user_name: string;
  created_at_timestamp: number;
}

/** The notebook of a task and its parameters. */
export interface NotebookTask {
  notebook_path: string;
  base_parameters?: Record<string, string> | undefined;
  source?: string | undefined;
}

/** A Python file of the workspace or of DBFS (`dbfs:/…`) that runs as a script, and its arguments. */
export interface ScriptTask {
  python_file: string;
  parameters?: string[] | undefined;
  source?: string | undefined;
}

/**
 * A task of a job: a notebook or a script. Other fields are kept as sent. It has an existing cluster, or the settings
 * of one that its runs make, or the key of these among the job's `job_clusters`.
 */
export interface Task {
  [field: string]: unknown;
  task_key: string;
  existing_cluster_id?: string | undefined;
  new_cluster?: ClusterSpec | undefined;
  job_cluster_key?: string | undefined;
  notebook_task?: NotebookTask | undefined;
  spark_python_task?: ScriptTask | undefined;
  depends_on?: { task_key: string }[] | undefined;
  run_if?: RunIf | undefined;
  timeout_seconds?: number | undefined;
  libraries?: Library[] | undefined;
}

/** What of the tasks before it a task waits for. */
export type RunIf =
  | "ALL_SUCCESS"
  | "AT_LEAST_ONE_SUCCESS"
  | "NONE_FAILED"
  | "ALL_DONE"
  | "AT_LEAST_ONE_FAILED"
  | "ALL_FAILED";

/** The task of a run, on the cluster that it has or that was made for it. */
export interface RunTask extends Task {
  existing_cluster_id: string;
}

/** Settings of a cluster that each run of a job makes. */
export interface JobCluster {
  job_cluster_key: string;
  new_cluster: ClusterSpec;
}

/** A saved job. */
export interface Job {
  job_id: number;
  creator_user_name: string;
  created_time: number;
  settings: Record<string, unknown> & {
    name?: string | undefined;
    tasks: Task[];
    job_clusters?: JobCluster[] | undefined;
    parameters?: { name: string; default: string }[] | undefined;
    timeout_seconds?: number | undefined;
  };
}

/** `state.life_cycle_state` of a run. */
export type LifeCycleState =
  "BLOCKED" | "PENDING" | "RUNNING" | "TERMINATING" | "TERMINATED" | "INTERNAL_ERROR";

/** `state.result_state` of a run. The last three are of tasks that were not run. */
export type ResultState =
  | "SUCCESS"
  | "SUCCESS_WITH_FAILURES"
  | "FAILED"
  | "CANCELED"
  | "TIMEDOUT"
  | "UPSTREAM_FAILED"
  | "UPSTREAM_CANCELED"
  | "EXCLUDED";

/** One run of a task. */
export interface Run {
  run_id: number;
  /** Id of the run of its one task; `runs/get-output` accepts it too. */
  task_run_id: number;
  job_id?: number;
  run_name: string;
  task: RunTask;
  creator_user_name: string;
  /** Id of the member whose permissions the notebook has. */
  memberId: string;
  timeout_seconds: number;
  start_time: number;
  execution_start?: number;
  end_time?: number;
  life_cycle_state: LifeCycleState;
  result_state?: ResultState;
  state_message: string;
  /** Id of the run of several tasks that it belongs to. */
  partOf?: number;
  /** How often the task ran before in the same run. */
  attempt_number?: number;
  /** `status.termination_details.code`. */
  code?: string;
  idempotency_token?: string;
  /** Cells that have run, and all cells. */
  cells?: { done: number; total: number };
}

/** A run of several tasks, or one that was repaired. Each task has a run of its own. */
export interface MultiTaskRun {
  run_id: number;
  job_id?: number | undefined;
  run_name: string;
  creator_user_name: string;
  memberId: string;
  timeout_seconds: number;
  start_time: number;
  idempotency_token?: string | undefined;
  job_clusters: JobCluster[];
  /** As asked for, each with the id of its latest run. */
  tasks: { task: Task; run_id: number }[];
  canceled?: boolean;
  repairs: { id: number; start_time: number; task_run_ids: number[] }[];
}

/**
 * The output of a finished run: the value of `dbutils.notebook.exit`, the error, and the notebook
 * as an HTML page.
 */
export interface RunOutput {
  result?: string;
  error?: string;
  error_trace?: string;
  /** What a script printed. */
  logs?: string;
  html: string;
}
