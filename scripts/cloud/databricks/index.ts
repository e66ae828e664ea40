export { databricksService } from "./service";
export { closeDatabricksWorkspace, openDatabricksWorkspace, NAME, READINESS } from "./lifecycle";
export { LAUNCH } from "./clusters/clusters";
export type { NotebookResult, RunNotebook } from "./notebooks/notebook";
export { notebookEnvironment, type Spark } from "./notebooks/notebook-environment";
export { notebookRunner, runnerVariables } from "./notebooks/notebook-runner";
