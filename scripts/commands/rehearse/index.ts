import type { Spark } from "../../cloud/databricks";
import { javaHome } from "../../cloud/toolchain/java";
import { labCommand } from "../../lib/shell/command";
import { runStages } from "../../lib/shell/stages";
import { wholeNumber } from "../../lib/shell/whole-number";
import { inOrder, rehearsalOf, rehearsalStages } from "./stages";
import { rehearsalOutcome } from "./report";
import { withSession } from "../stack/open-session";
import { SPECS } from "../specs";

/** `lab rehearse`: runs the whole lab on this machine, from the doctor to the proof. */
export const rehearse = labCommand(SPECS.rehearse, async (args, console) => {
  const { engine, model, keep } = args;
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
      faults:
        args.faults === undefined ? undefined : wholeNumber("rehearse", "faults", args.faults),
      writes: true,
      unknownName: "create",
    },
    console,
    async (session) => {
      const stages = rehearsalStages(session, { keep, spark }, console);
      await runStages(inOrder(stages), console);
      return rehearsalOutcome(session, rehearsalOf(stages), console.width);
    },
  );
});
