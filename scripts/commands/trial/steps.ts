import type { JsonObject } from "../../../infra/json-object";
import { isJsonObject } from "../../../infra/json-object";
import { Incomplete, Skipped, Stage, type Say } from "../../lib/shell/stages";
import type { Watch } from "../../trial";
import { type ChildResult, runLab } from "./child";

/** A command of a trial. */
export interface Step {
  name: string;
  args: readonly string[];
  /** The exit codes with which a trial goes on. */
  accepted: readonly number[];
  /** Whether it runs also after a surprise. */
  isLeaving: boolean;
}

/** How a step ended; undefined when it was left out. */
export interface StepResult extends ChildResult {
  name: string;
}

/** The commands of a trial of one stack, in their order. */
export function stepsOf(stack: string, isLocal: boolean, samples: number): Step[] {
  const where = isLocal ? [stack, "--local"] : [stack];
  const count = String(samples);
  return [
    // 2: something could not be asked, which the doctor names.
    { name: "doctor", args: ["doctor", ...where], accepted: [0, 2], isLeaving: false },
    { name: "up", args: ["up", ...where, "--yes"], accepted: [0], isLeaving: false },
    {
      name: "probe",
      args: ["probe", ...where, "--samples", count, "--conditions", "M0"],
      accepted: [0, 1, 3],
      isLeaving: false,
    },
    { name: "destroy", args: ["destroy", ...where, "--yes"], accepted: [0], isLeaving: true },
    { name: "proof", args: ["proof", ...where], accepted: [0], isLeaving: true },
  ];
}

/** The stage that runs one step, and notes a surprise where it ends in another way than it should. */
export const stepStage = (
  { name, args, accepted, isLeaving }: Step,
  env: NodeJS.ProcessEnv,
  watch: Watch,
): Stage<StepResult | undefined> =>
  new Stage(
    name,
    async (say: Say) => {
      if (watch.signal.aborted && !isLeaving) return undefined;
      const stop = isLeaving ? new AbortController().signal : watch.signal;
      const result = { name, ...(await runLab(args, env, say, stop)) };
      const isStopped = stop.aborted;
      if (!isStopped && !accepted.includes(result.exitCode ?? -1))
        watch.surprise(failureOf(result));
      return result;
    },
    (result) => {
      if (!result) throw new Skipped("after a surprise");
      const { exitCode, seconds } = result;
      const text = `exit code ${exitCode ?? "none"} after ${Math.round(seconds)} s`;
      if (!accepted.includes(exitCode ?? -1)) throw new Incomplete(text);
      return text;
    },
  );

/** What a step that failed says of it: refusals, failures, what is left, or its error. */
function failureOf({ name, exitCode, document }: StepResult): string {
  const { findings, failures, left, unknown, error, proof } = document;
  const proved = isJsonObject(proof) ? proof : {};
  const said = [
    ...listOf(findings).filter(({ status }) => status === "refused"),
    ...listOf(failures),
    ...listOf(left ?? proved.left),
    ...listOf(unknown ?? proved.unknown),
    ...(isJsonObject(error) ? [error] : []),
  ].map(({ rule, kind, code, message, reason, id }) =>
    [rule ?? kind ?? code, message ?? reason ?? id]
      .filter((text) => typeof text === "string")
      .join(": "),
  );
  const because = said.length === 0 ? "" : `: ${said.join("; ")}`;
  return `${name} ended with exit code ${exitCode ?? "none"}${because}`;
}

const listOf = (value: unknown): JsonObject[] =>
  Array.isArray(value) ? value.filter(isJsonObject) : [];
