export { databricksService, type DatabricksOptions } from "./service";
export {
  closeDatabricksWorkspace,
  openDatabricksWorkspace,
  type OpenWorkspace,
  type WorkspaceIdentity,
} from "./lifecycle";
export type { NotebookRequest, NotebookResult, RunNotebook, SparkEngine } from "./notebook";
export { notebookEnvironment, type Spark } from "./notebook-environment";
export { notebookRunner } from "./notebook-runner";
