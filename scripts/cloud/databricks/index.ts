export { databricksService, type DatabricksOptions } from "./service";
export {
  closeDatabricksWorkspace,
  openDatabricksWorkspace,
  NAME,
  READINESS,
  type OpenWorkspace,
  type WorkspaceIdentity,
} from "./lifecycle";
export { LAUNCH } from "./clusters/clusters";
export type {
  NotebookRequest,
  NotebookResult,
  RunNotebook,
  SparkEngine,
} from "./notebooks/notebook";
export { notebookEnvironment, type Spark } from "./notebooks/notebook-environment";
export { notebookRunner, runnerVariables } from "./notebooks/notebook-runner";
