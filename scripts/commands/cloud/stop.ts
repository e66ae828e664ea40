import { labCommand } from "../../lib/shell/command";
import { labHome } from "../../lib/stack/paths";
import { SPECS } from "../specs";
import { stopRunningCloud } from "./running";

/** `lab cloud stop`: ends the running local cloud as Ctrl-C does in its terminal. */
export const cloudStop = labCommand(SPECS["cloud stop"], async (_args, console) => {
  const home = labHome(console.env);
  const pid = await stopRunningCloud(home);
  return {
    document: { schema: "rai-lab/cloud-stop/1", stopped: pid !== undefined, pid },
    text: pid === undefined ? "no local cloud is running" : "the local cloud is stopped",
    exitCode: 0,
  };
});
