import { LabError } from "../../infra/errors";
import { labCommand } from "../lib/command";
import { runStages } from "../lib/stages";
import { MODEL_ARG } from "./model";
import { rehearsalStages, type Rehearsal } from "./rehearsal";
import { rehearsalOutcome } from "./rehearsal-report";
import { withSession } from "./session";

/** `lab rehearse`: the whole lab on this machine, from the doctor to the proof. */
export const rehearse = labCommand({
  name: "rehearse",
  description: "everything on this machine: up, notebook, probe, report, destroy, proof",
  args: {
    ...MODEL_ARG,
    keep: { type: "boolean", description: "leave the stack standing: `lab destroy rehearsal --local` removes it" },
    spark: { type: "enum", options: ["sail", "jvm"], default: "sail", description: "what runs the notebook" },
    engine: {
      type: "enum",
      options: ["embedded", "pulumi"],
      default: "embedded",
      description: "what runs the program",
    },
  },
  run: (args, console) => {
    if (args.spark !== "sail") throw notYet("--spark jvm");
    if (args.engine !== "embedded") throw notYet("--engine pulumi");
    return withSession({ stack: "rehearsal", local: true, model: args.model }, console, async (session) => {
      const found: Rehearsal = { seconds: {} };
      await runStages(rehearsalStages(session, found, args.keep ?? false, console), console);
      return rehearsalOutcome(session, found);
    });
  },
});

const notYet = (option: string): LabError =>
  new LabError("not-yet", `${option} is not built yet`, { cure: "leave the option out" });
