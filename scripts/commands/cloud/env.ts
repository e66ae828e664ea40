import { labCommand } from "../../lib/shell/command";
import { SPECS } from "../specs";
import { clientEnvironment } from "./clients/environment";
import { shellText } from "./clients/shell-text";

/** `lab cloud env`: prints the variables with which clients use the running local cloud. */
export const cloudEnv = labCommand(SPECS["cloud env"], async ({ shell, ...choice }, console) => {
  const { env, ambiguous } = await clientEnvironment(choice, console);
  ambiguous.forEach(console.note);
  if (console.interactive)
    console.note(
      'az needs a sign-in once: az login --service-principal -u "$AZURE_CLIENT_ID" -p "$AZURE_CLIENT_SECRET" --tenant "$AZURE_TENANT_ID"',
    );
  return {
    document: { schema: "rai-lab/cloud-env/1", env },
    text: shellText(shell, env),
    isPreformatted: true,
    exitCode: 0,
  };
});
