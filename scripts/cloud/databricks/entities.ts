/** What one workspace holds. Times are ms since the epoch on the world's clock; field names are the REST API's own. */

/** The body of `clusters/create` or the last `clusters/edit`, as sent: answers echo it, or clients see drift. */
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
  kind?: string | undefined;
  is_single_node?: boolean | undefined;
  use_ml_runtime?: boolean | undefined;
  spark_conf?: Record<string, string> | undefined;
  custom_tags?: Record<string, string> | undefined;
  autoscale?: { min_workers: number; max_workers: number } | undefined;
}
export type ClusterState = "PENDING" | "RUNNING" | "RESTARTING" | "TERMINATING" | "TERMINATED";
export interface TerminationReason {
  code: string;
  type: "SUCCESS" | "CLIENT_ERROR" | "SERVICE_FAULT" | "CLOUD_FAILURE";
  parameters: Record<string, string>;
}
export interface Cluster {
  cluster_id: string;
  spec: ClusterSpec;
  creator_user_name: string;
  state: ClusterState;
  state_message: string;
  start_time: number;
  last_restarted_time?: number;
  terminated_time?: number;
  termination_reason?: TerminationReason;
  pinned: boolean;
  /** The end of the last thing that counts as use: the automatic termination counts from here. */
  last_activity: number;
  spark_context_id: number;
  /** The long-running operation that moves it to its next state. */
  operation?: string;
  /** Set when the launch under way will fail. */
  failure?: { code: string; message: string };
}
export interface ClusterEvent {
  cluster_id: string;
  timestamp: number;
  type: string;
  details: Record<string, unknown>;
}

export interface Library {
  pypi?: { package: string; repo?: string | undefined } | undefined;
  [kind: string]: unknown;
}
export type LibraryState =
  "PENDING" | "INSTALLING" | "INSTALLED" | "FAILED" | "UNINSTALL_ON_RESTART";
export interface LibraryStatus {
  cluster_id: string;
  library: Library;
  status: LibraryState;
  messages: string[];
  operation?: string;
}

export type ObjectType = "DIRECTORY" | "NOTEBOOK" | "FILE";
export interface WorkspaceObject {
  path: string;
  object_type: ObjectType;
  object_id: number;
  /** Notebooks only. */
  language?: string;
  /** Base64; absent for folders. */
  content?: string;
  created_at: number;
  modified_at: number;
  creator: string;
}

export interface Scope {
  name: string;
  /** Principal → READ, WRITE or MANAGE. */
  acls: Record<string, string>;
}
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
/** A bearer of its own: a personal access token, or the token a run's notebook uses. */
export interface AccessToken {
  token_id: string;
  memberId: string;
  comment?: string;
  creation_time: number;
  expiry_time: number;
  /** Set when it was handed to a run: only such callers are inside compute. */
  run?: number;
}

/** One direct grant on one object. */
export interface Grant {
  principal: string;
  kind: "user_name" | "group_name" | "service_principal_name";
  permission_level: string;
}
export interface Policy {
  policy_id: string;
  name: string;
  definition: string;
  description?: string | undefined;
  creator_user_name: string;
  created_at_timestamp: number;
}

export interface NotebookTask {
  notebook_path: string;
  base_parameters?: Record<string, string> | undefined;
  source?: string | undefined;
}
export interface Task {
  [field: string]: unknown;
  task_key: string;
  existing_cluster_id: string;
  notebook_task: NotebookTask;
}
export interface Job {
  job_id: number;
  creator_user_name: string;
  created_time: number;
  settings: Record<string, unknown> & {
    name?: string | undefined;
    tasks: Task[];
    timeout_seconds?: number | undefined;
  };
}
export type LifeCycleState =
  "PENDING" | "RUNNING" | "TERMINATING" | "TERMINATED" | "INTERNAL_ERROR";
export interface Run {
  run_id: number;
  /** Of its one task; `runs/get-output` takes it. */
  task_run_id: number;
  job_id?: number;
  run_name: string;
  task: Task;
  creator_user_name: string;
  /** Whose rights the notebook has. */
  memberId: string;
  timeout_seconds: number;
  start_time: number;
  execution_start?: number;
  end_time?: number;
  life_cycle_state: LifeCycleState;
  result_state?: "SUCCESS" | "FAILED" | "CANCELED" | "TIMEDOUT";
  state_message: string;
  /** `status.termination_details.code`. */
  code?: string;
  idempotency_token?: string;
  /** Cells done and cells in all. */
  cells?: { done: number; total: number };
}
/** What a finished run leaves: `dbutils.notebook.exit`'s value, the failure, and the rendered notebook. */
export interface RunOutput {
  result?: string;
  error?: string;
  error_trace?: string;
  html: string;
}
