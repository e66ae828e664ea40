import { LabError } from "../../infra/errors";
import { labCommand } from "../lib/command";
import { runStages } from "../lib/stages";
import { MODEL_ARG } from "./model";
import { rehearsalStages, type Rehearsal } from "./rehearsal";
import { rehearsalOutcome } from "./rehearsal-report";
import { ENGINE_ARG, withSession } from "./session";

/** `lab rehearse`: the whole lab on this machine, from the doctor to the proof. */
export const rehearse = labCommand({
  name: "rehearse",
  description: "everything on this machine: up, notebook, probe, report, destroy, proof",
  args: {
    ...MODEL_ARG,
    keep: { type: "boolean", description: "leave the stack standing: `lab destroy rehearsal --local` removes it" },
    spark: { type: "enum", options: ["sail", "jvm"], default: "sail", description: "what runs the notebook" },
    ...ENGINE_ARG,
  },
  run: (args, console) => {
    if (args.spark !== "sail") throw notYet("--spark jvm");
    const { engine, model } = args;
    return withSession({ stack: "rehearsal", local: true, engine, model }, console, async (session) => {
      const found: Rehearsal = { seconds: {} };
      await runStages(rehearsalStages(session, found, args.keep ?? false, console), console);
      return rehearsalOutcome(session, found);
    });
  },
});

const notYet = (option: string): LabError =>
  new LabError("not-yet", `${option} is not built yet`, { cure: "leave the option out" });
