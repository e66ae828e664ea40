import { LabError } from "../../../infra/errors";
import type { SeatRecord } from "../../class/class-record";
import { classFolder, readClassRecord } from "../../class/class-store";
import type { LabCommand, Outcome } from "../../lib/shell/command";
import type { Console } from "../../lib/shell/console";
import { execute } from "../../lib/shell/shell";
import { runStages } from "../../lib/shell/stages";
import { labHome } from "../../lib/stack/paths";
import { classDestroy } from "../class/destroy";
import { classPlan } from "../class/plan";
import { classRecover } from "../class/recover";
import { classReport } from "../class/report";
import { classStatus } from "../class/status";
import { classUp } from "../class/up";
import { classVerify } from "../class/verify";
import type { NotebookReport } from "../rehearse/notebook";
import type { OpenCloud } from "../stack/session";
import { breakStage, notebookStage, samplingStage } from "./stages";

/** The name of the class. */
export const CLASS = "demo";

/** What a demo showed. */
export interface Demo {
  seats: number;
  /** The seat that was broken, and what `lab class verify` said of it before it was recovered. */
  broken: { seat: string; found: Outcome };
  notebook: NotebookReport & { seat: string };
  /** Seats whose answers came from the notebook's sampling code without Spark. */
  sampled: number;
  report: Outcome;
  status: Outcome;
  destroy: Outcome;
  seconds: number;
}

/**
 * Runs the class from its plan to its proof.
 * @throws LabError `deployment` where a command did not end as it should
 */
export async function runDemo(cloud: OpenCloud, roster: string, console: Console): Promise<Demo> {
  const start = performance.now();
  const run = runner(console);
  await run(classPlan, [roster, "--name", CLASS, "--local"], [0]);
  await run(classUp, [CLASS, "--local"], [0]);
  const { seats, spark, broken, others } = seatsOfDemo(console);
  const one = [CLASS, "--seat", broken.slug, "--local"];
  await runStages([breakStage(cloud, broken)], console);
  const found = await run(classVerify, one, [1]);
  await run(classRecover, one, [0]);
  await run(classUp, one, [0]);
  const notebook = notebookStage(cloud, spark, console);
  const sampling = samplingStage(cloud, others, console);
  await runStages([notebook, sampling], console);
  // A verdict is no failure.
  const report = await run(classReport, [CLASS, "--local"], [0, 1, 3]);
  const status = await run(classStatus, [CLASS, "--local"], [0]);
  const destroy = await run(classDestroy, [CLASS, "--local", "--yes"], [0, 1]);
  return {
    seats: seats.length,
    broken: { seat: broken.slug, found },
    notebook: { ...notebook.result, seat: spark.slug },
    sampled: sampling.result,
    report,
    status,
    destroy,
    seconds: Math.round(performance.now() - start) / 1000,
  };
}

/** Runs a command as if it were typed, and shows its line. */
function runner(console: Console) {
  return async (
    command: LabCommand,
    args: readonly string[],
    codes: readonly number[],
  ): Promise<Outcome> => {
    const line = `npx lab ${command.spec.name} ${args.join(" ")}`;
    console.note(`$ ${line}`);
    const outcome = await execute(command, args, console);
    if (outcome && codes.includes(outcome.exitCode)) return outcome;
    throw new LabError("deployment", `the demo stopped: ${outcome?.text ?? "no answer"}`, {
      where: line,
      cure: `run \`npx lab demo\` again: it continues; or npx lab class destroy ${CLASS} --local`,
    });
  };
}

/** The first seat runs its notebook on Spark, and the second is broken. */
function seatsOfDemo({ env }: Console) {
  const record = readClassRecord(classFolder(labHome(env), CLASS));
  const seats: SeatRecord[] = (record?.seats ?? []).filter(({ removed }) => !removed);
  const [spark, broken] = seats;
  if (!spark || !broken)
    throw new LabError("usage", "a demo needs a class of two people or more", {
      where: "--roster",
      cure: "npx lab demo --help",
    });
  return { seats, spark, broken, others: seats.slice(1) };
}
