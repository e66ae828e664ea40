/** The workflows of `.github/workflows`, as data. */
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";

const FOLDER = path.resolve(__dirname, "../../../.github/workflows");

export interface Step {
  name?: string;
  if?: string;
  uses?: string;
  with?: Record<string, unknown>;
  run?: string;
  env?: Record<string, string>;
}

export interface Job {
  "runs-on": string;
  "timeout-minutes"?: number;
  permissions?: Record<string, string>;
  if?: string;
  environment?: string;
  strategy?: { matrix: { system: string[] } };
  env?: Record<string, string>;
  name?: string;
  steps: Step[];
}

export interface Workflow {
  file: string;
  text: string;
  document: {
    name: string;
    on: Record<string, unknown>;
    permissions: Record<string, string>;
    concurrency: { group: string; "cancel-in-progress": unknown };
    defaults: { run: { shell: string } };
    env?: Record<string, string>;
    jobs: Record<string, Job>;
  };
}

/** Every workflow of this repository. */
export function workflows(): Workflow[] {
  return readdirSync(FOLDER)
    .sort()
    .map((file) => {
      const text = readFileSync(path.join(FOLDER, file), "utf8");
      return { file, text, document: parse(text) as Workflow["document"] };
    });
}

/** One `run:` step, with the variables that its workflow, its job and itself give it. */
export interface RunStep {
  /** FILE JOB: COMMAND */
  title: string;
  file: string;
  run: string;
  env: Record<string, string>;
}

/** The `run:` steps of a workflow, in order. */
export function runSteps({ file, document }: Workflow): RunStep[] {
  return Object.entries(document.jobs).flatMap(([id, job]) =>
    job.steps.flatMap((step) =>
      step.run === undefined
        ? []
        : {
            title: `${file} ${id}: ${step.name ?? step.run}`,
            file,
            run: step.run,
            env: { ...document.env, ...job.env, ...step.env },
          },
    ),
  );
}
