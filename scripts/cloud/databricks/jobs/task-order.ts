import type { ResultState, RunIf, Task } from "../entities";
import { invalidParameter } from "../errors";

/**
 * Refuses tasks that cannot be ordered.
 * @throws ApiError INVALID_PARAMETER_VALUE for two with one key, for one that waits for a task that
 * is not there, and for a circle
 */
export function requireOrder(tasks: readonly Task[]): void {
  const keys = tasks.map((task) => task.task_key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw invalidParameter(`The task key '${twice}' is not unique.`);
  for (const task of tasks)
    for (const key of namesBefore(task))
      if (!keys.includes(key))
        throw invalidParameter(
          `The task '${task.task_key}' depends on '${key}', which is no task.`,
        );
  let left = [...tasks];
  for (;;) {
    const blocked = left.filter((task) =>
      namesBefore(task).some((key) => left.some((other) => other.task_key === key)),
    );
    if (blocked.length === 0) return;
    if (blocked.length === left.length)
      throw invalidParameter(
        `The tasks ${blocked.map((t) => t.task_key).join(", ")} wait in a circle.`,
      );
    left = blocked;
  }
}

/** The keys of the tasks that a task waits for. */
export const namesBefore = ({ depends_on = [] }: Task): string[] =>
  depends_on.map(({ task_key }) => task_key);

/** The tasks that wait for one of these, and those that wait for them. */
export function tasksAfter(tasks: readonly Task[], keys: readonly string[]): string[] {
  const next = tasks
    .filter((task) => !keys.includes(task.task_key))
    .filter((task) => namesBefore(task).some((key) => keys.includes(key)))
    .map((task) => task.task_key);
  return next.length === 0 ? [...keys] : tasksAfter(tasks, [...keys, ...next]);
}

const succeeded = (result: ResultState): boolean => result === "SUCCESS";
const failed = (result: ResultState): boolean => result !== "SUCCESS" && result !== "EXCLUDED";
const CANCELED: readonly ResultState[] = ["CANCELED", "UPSTREAM_CANCELED"];

/** Whether a task runs, by the results of the tasks before it, which have all ended. */
const CONDITIONS: Record<RunIf, (before: readonly ResultState[]) => boolean> = {
  ALL_SUCCESS: (before) => before.every(succeeded),
  AT_LEAST_ONE_SUCCESS: (before) => before.some(succeeded),
  NONE_FAILED: (before) => !before.some(failed) && before.some(succeeded),
  ALL_DONE: () => true,
  AT_LEAST_ONE_FAILED: (before) => before.some(failed),
  ALL_FAILED: (before) => before.every(failed),
};

/** The result of a task that is not run for the results of those before it; undefined where it runs. */
export function resultUnrun(
  { run_if = "ALL_SUCCESS" }: Task,
  before: readonly ResultState[],
): ResultState | undefined {
  if (before.length === 0 || CONDITIONS[run_if](before)) return undefined;
  if (run_if !== "ALL_SUCCESS" || !before.some(failed)) return "EXCLUDED";
  return before.some((result) => CANCELED.includes(result))
    ? "UPSTREAM_CANCELED"
    : "UPSTREAM_FAILED";
}
