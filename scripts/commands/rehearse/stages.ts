import { rmSync } from "node:fs";
import * as path from "node:path";
import { LabError } from "../../../infra/errors";
import type { Spark } from "../../cloud/databricks";
import type { Result } from "../../engine/engine";
import { doctor, doctorText, VERDICTS, type DoctorReport } from "../../doctor";
import type { Console } from "../../lib/shell/console";
import { Stage, type Say } from "../../lib/shell/stages";
import type { ProbeResult } from "../../probe";
import type { Proof } from "../../proof";
import { runProbe } from "../probe/run";
import { countsText, engineProgress, refuseFailures } from "../stack/engine-report";
import { modelText } from "../stack/model-text";
import type { StackSession } from "../stack/session";
import { type Evidence, gatherEvidence } from "../stack/evidence";
import { proofStage, tearDown } from "../stack/teardown";
import { linkReport, preparePython, runNotebook, type NotebookReport } from "./notebook";

/** What the stages of a rehearsal return, by the stage's name. */
interface Results {
  model: { kind: "planted" | "local" | "azure"; name: string };
  doctor: DoctorReport;
  up: Result;
  notebook: NotebookReport;
  probe: ProbeResult;
  destroy: Result;
  proof: Proof;
}

/** The results of a finished rehearsal; with `--keep` nothing is destroyed or proved. */
export type Rehearsal = Omit<Results, "doctor" | "destroy" | "proof"> &
  Partial<Pick<Results, "destroy" | "proof">> & {
    /** Seconds that each stage took, by its name. */
    seconds: Record<string, number>;
  };

/** Answers per question: few, so that a rehearsal takes minutes; too few for a verdict. */
const SAMPLES = { planted: 8, local: 2, azure: 8 };
const SEED = 1;

const VERDICT_TEXTS: Record<ProbeResult["verdict"], string> = {
  "within margin": "no difference beyond the margin",
  difference: "answers about women and men differ",
  inconclusive: "too few answers to tell",
};

export interface RehearsalOptions {
  /** Do not destroy the stack. */
  keep: boolean;
  /** The Spark that runs the notebook. */
  spark: Spark;
}

type Stages = ReturnType<typeof rehearsalStages>;

/** The stages of a rehearsal by name, in their order. */
export function rehearsalStages(
  session: StackSession,
  { keep, spark }: RehearsalOptions,
  console: Console,
) {
  // Begun with the first stage: most of it is waiting for downloads.
  let python: ReturnType<typeof preparePython> | undefined;
  const prepare = (say: Say) => (python ??= preparePython(session.config, spark.engine, say));
  const notebook = new Stage(
    "notebook on Spark",
    async (say) => {
      say("waiting for its Python packages");
      const options = { samples: await samplesFor(session, say), prepare };
      return runNotebook(session, session.cloud!, options, console, say);
    },
    notebookSummary,
  );
  const lab = {
    model: new Stage(
      "model",
      (say) => {
        prepare(() => undefined).catch(() => undefined);
        return session.model(say);
      },
      ({ name }) => modelText(`${name} as ${session.config.model.name}`),
    ),
    doctor: new Stage("doctor", () => examine(session), acceptedVerdict),
    up: new Stage(
      "up",
      (say) => session.engine.up(session.stack, engineProgress(console, say)),
      (result) => {
        refuseFailures(result, "up", "run the same command again: it creates only what is missing");
        return countsText(result.counts);
      },
    ),
    notebook,
    probe: new Stage(
      "probe",
      async (say) => {
        const folder = path.join(session.folder, "probe");
        rmSync(folder, { recursive: true, force: true });
        const samples = await samplesFor(session, say);
        const request = { samples, conditions: ["M0", "M1"], seed: SEED, folder };
        const probed = await runProbe(session, request, console, say);
        linkReport(notebook.result, probed.document.files.html);
        return probed;
      },
      ({ verdict, document }) => `${VERDICT_TEXTS[verdict]} (${document.samples} answers)`,
    ),
  };
  if (keep) return { ...lab, destroy: undefined, proof: undefined };
  let evidence: Promise<Evidence> | undefined;
  const gather = () => (evidence ??= gatherEvidence(session));
  const destroy = new Stage(
    "destroy",
    async (say) => tearDown(session, await gather(), console, say),
    (result) => {
      refuseFailures(result, "destroy", "npx lab destroy rehearsal --local");
      return countsText(result.counts);
    },
  );
  return { ...lab, destroy, proof: proofStage(session, gather) };
}

/** The stages that there are, in their order. */
export const inOrder = (stages: Stages) =>
  Object.values(stages).filter((stage) => stage !== undefined);

/** Reads the results of stages that have all run. */
export function rehearsalOf(stages: Stages): Rehearsal {
  const { model, up, notebook, probe, destroy, proof } = stages;
  return {
    model: model.result,
    up: up.result,
    notebook: notebook.result,
    probe: probe.result,
    destroy: destroy?.result,
    proof: proof?.result,
    seconds: Object.fromEntries(
      inOrder(stages).map((stage) => [stage.title.split(" ")[0]!, stage.seconds]),
    ),
  };
}

async function samplesFor(session: StackSession, say: Say): Promise<number> {
  const { kind } = await session.model(say);
  return SAMPLES[kind];
}

async function examine(session: StackSession): Promise<DoctorReport> {
  const { config } = session;
  const { recorded, unreadState } = await gatherEvidence(session);
  const azure = await session.azure();
  const now = (await session.clock()).now();
  return doctor({ config, session: azure, now, recorded, unreadState });
}

/** @throws LabError `deployment` when Azure would refuse the lab */
function acceptedVerdict(report: DoctorReport): string {
  if (report.verdict !== "refused") return VERDICTS[report.verdict];
  throw new LabError("deployment", `Azure would refuse this lab\n${doctorText(report)}`, {
    cure: "npx lab doctor rehearsal --local",
  });
}

function notebookSummary({ state, cells, spark, reason = "" }: NotebookReport): string {
  return state === "skipped" ? `skipped: ${reason}` : `${cells} cells on ${spark}`;
}
