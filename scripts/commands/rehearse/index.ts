import type { Spark } from "../../cloud/databricks";
import { javaHome } from "../../cloud/toolchain/java";
import { labCommand } from "../../lib/shell/command";
import { runStages } from "../../lib/shell/stages";
import { MODEL_ARG } from "../stack/model";
import { rehearsalStages, type Rehearsal } from "./stages";
import { rehearsalOutcome } from "./report";
import { withSession } from "../stack/open-session";
import { ENGINE_ARG } from "../stack/session";

/** `lab rehearse`: the whole lab on this machine, from the doctor to the proof. */
export const rehearse = labCommand({
  name: "rehearse",
  description: "everything on this machine: up, notebook, probe, report, destroy, proof",
  args: {
    ...MODEL_ARG,
    keep: {
      type: "boolean",
      description: "leave the stack standing: `lab destroy rehearsal --local` removes it",
    },
    spark: {
      type: "enum",
      options: ["sail", "jvm"],
      default: "sail",
      description: "what runs the notebook",
    },
    ...ENGINE_ARG,
  },
  run: async (args, console) => {
    const { engine, model, keep = false } = args;
    // Before anything is made: a machine without Java is told so at once.
    const spark: Spark =
      args.spark === "jvm"
        ? { engine: "jvm", javaHome: await javaHome(console.env) }
        : { engine: "sail" };
    return withSession(
      { stack: "rehearsal", local: true, engine, model, spark },
      console,
      async (session) => {
        const found: Rehearsal = { seconds: {} };
        await runStages(rehearsalStages(session, found, { keep, spark }, console), console);
        return rehearsalOutcome(session, found);
      },
    );
  },
});
