import type { Spark } from "../../cloud/databricks";
import { javaHome } from "../../cloud/toolchain/java";
import { labCommand } from "../../lib/shell/command";
import { runStages } from "../../lib/shell/stages";
import { MODEL_ARG } from "../stack/model";
import { inOrder, rehearsalOf, rehearsalStages } from "./stages";
import { rehearsalOutcome } from "./report";
import { withSession } from "../stack/open-session";
import { ENGINE_ARG } from "../stack/session";

/** `lab rehearse`: runs the whole lab on this machine, from the doctor to the proof. */
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
    // Checked first: a missing Java is reported before anything is created.
    const spark: Spark =
      args.spark === "jvm"
        ? { engine: "jvm", javaHome: await javaHome(console.env) }
        : { engine: "sail" };
    return withSession(
      {
        stack: "rehearsal",
        local: true,
        engine,
        model,
        spark,
        writes: true,
        unknownName: "create",
      },
      console,
      async (session) => {
        const stages = rehearsalStages(session, { keep, spark }, console);
        await runStages(inOrder(stages), console);
        return rehearsalOutcome(session, rehearsalOf(stages));
      },
    );
  },
});
