import { rmSync } from "node:fs";
import * as path from "node:path";
import { LabError } from "../../../infra/errors";
import type { Spark } from "../../cloud/databricks";
import type { Result } from "../../engine/engine";
import { doctor, doctorText } from "../../doctor";
import type { Console } from "../../lib/shell/console";
import type { Stage } from "../../lib/shell/stages";
import type { ProbeResult } from "../../probe";
import { prove, completedProofText, type Proof } from "../../proof";
import { runProbe } from "../probe/run";
import { countsText, engineText, refuseFailures, engineProgress } from "../stack/engine-report";
import { liftLock } from "../stack/lift-lock";
import { runNotebook, type NotebookReport } from "./notebook";
import type { StackSession } from "../stack/session";

/** What a rehearsal has found out so far, stage by stage. */
export interface Rehearsal {
  model?: { kind: string; name: string };
  up?: Result;
  notebook?: NotebookReport;
  probe?: ProbeResult;
  destroy?: Result;
  proof?: Proof;
  /** Seconds each stage took. */
  seconds: Record<string, number>;
}

/** Answers per question: few enough for a first look within minutes, and honestly too few for a verdict. */
const SAMPLES = { planted: 8, local: 2, azure: 8 };
const SEED = 1;

export interface RehearsalOptions {
  /** Leave the stack standing. */
  keep: boolean;
  /** What runs the notebook. */
  spark: Spark;
}

/** The stages of a rehearsal in their order. Each writes what it found into `found`. */
export function rehearsalStages(
  session: StackSession,
  found: Rehearsal,
  { keep, spark }: RehearsalOptions,
  console: Console,
): Stage[] {
  const cloud = session.cloud!;
  const stages: Stage[] = [
    {
      title: "model",
      run: async (say) => {
        found.model = await session.model(say);
        return found.model.name;
      },
    },
    {
      title: "doctor",
      run: async () => {
        const report = await doctor({
          config: session.config,
          session: await session.azure(),
          now: (await session.clock()).now(),
        });
        if (report.verdict === "refused")
          throw new LabError("deployment", `Azure would refuse this lab\n${doctorText(report)}`, {
            cure: "npx lab doctor rehearsal --local",
          });
        return report.verdict;
      },
    },
    {
      title: `up with ${engineText(session)}`,
      run: async (say) => {
        found.up = await session.engine.up(session.stack, engineProgress(console, say));
        refuseFailures(found.up, "up", "run it again: what was made is recorded");
        return countsText(found.up.counts);
      },
    },
    {
      title: "notebook on Spark",
      run: async (say) => {
        const { kind } = await session.model(say);
        found.notebook = await runNotebook(
          session,
          cloud,
          { samples: SAMPLES[kind], spark },
          console,
          say,
        );
        const { state, cells, spark: ranOn, reason } = found.notebook;
        return state === "skipped" ? `skipped: ${reason ?? ""}` : `${cells} cells on ${ranOn}`;
      },
    },
    {
      title: "probe",
      run: async (say) => {
        const folder = path.join(session.folder, "probe");
        rmSync(folder, { recursive: true, force: true });
        const { kind } = await session.model(say);
        const questions = { samples: SAMPLES[kind], conditions: ["M0", "M1"], seed: SEED, folder };
        found.probe = await runProbe(session, questions, console, say);
        return `${found.probe.verdict}, from ${found.probe.document.samples} answers`;
      },
    },
  ];
  if (!keep) stages.push(...teardown(session, found, console));
  return stages.map((stage) => timed(stage, found.seconds));
}

function teardown(session: StackSession, found: Rehearsal, console: Console): Stage[] {
  return [
    {
      title: "destroy",
      run: async (say) => {
        if (session.config.lock) await liftLock(session.config, await session.azure());
        found.destroy = await session.engine.destroy(session.stack, engineProgress(console, say));
        refuseFailures(found.destroy, "destroy", "npx lab destroy rehearsal --local");
        return countsText(found.destroy.counts);
      },
    },
    {
      title: "proof",
      run: async () => {
        found.proof = await prove({ config: session.config, session: await session.azure() });
        return completedProofText(found.proof);
      },
    },
  ];
}

function timed(stage: Stage, seconds: Record<string, number>): Stage {
  return {
    ...stage,
    run: async (say) => {
      const start = performance.now();
      try {
        return await stage.run(say);
      } finally {
        seconds[stage.title.split(" ")[0]!] = Math.round(performance.now() - start) / 1000;
      }
    },
  };
}
