export { databricksService, type DatabricksOptions } from "./service";
export {
  closeDatabricksWorkspace,
  openDatabricksWorkspace,
  type OpenWorkspace,
  type WorkspaceIdentity,
} from "./lifecycle";
export type {
  NotebookRequest,
  NotebookResult,
  RunNotebook,
  SparkEngine,
} from "./notebooks/notebook";
export { notebookEnvironment, type Spark } from "./notebooks/notebook-environment";
export { notebookRunner } from "./notebooks/notebook-runner";
