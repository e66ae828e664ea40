import { labCommand } from "../../lib/shell/command";
import { SPECS } from "../specs";
import { clientEnvironment } from "./clients/environment";
import { runProgram } from "./clients/program";

/** The user's own sign-in to Azure and Databricks, and its settings. */
const OWN_SIGN_IN = /^(ARM|AZURE|DATABRICKS)_/i;

/**
 * `lab cloud run`: runs a program with the variables of `lab cloud env`, without those of the user's
 * own sign-in, and ends with its exit code.
 */
export const cloudRun = labCommand(SPECS["cloud run"], async ({ command, ...choice }, console) => {
  const { env, ambiguous } = await clientEnvironment(choice, console);
  ambiguous.forEach(console.note);
  const others = Object.entries(console.env).filter(([name]) => !OWN_SIGN_IN.test(name));
  const exitCode = await runProgram(command, { ...Object.fromEntries(others), ...env });
  return {
    document: { schema: "rai-lab/cloud-run/1", exitCode },
    text: "",
    isPrinted: true,
    exitCode,
  };
});
