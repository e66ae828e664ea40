export { databricksService, type DatabricksOptions } from "./service";
export {
  closeDatabricksWorkspace,
  openDatabricksWorkspace,
  type OpenWorkspace,
  type WorkspaceIdentity,
} from "./lifecycle";
export type { NotebookRequest, NotebookResult, RunNotebook, SparkEngine } from "./notebook";
export { notebookEnvironment, notebookRunner } from "./notebook-runner";
