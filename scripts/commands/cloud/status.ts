import { labCommand } from "../../lib/shell/command";
import { labHome } from "../../lib/stack/paths";
import { SPECS } from "../specs";
import { modelText } from "../stack/model-text";
import { runningCloud } from "./running";

/** `lab cloud status`: whether a local cloud runs, and where; nothing of it is secret. */
export const cloudStatus = labCommand(SPECS["cloud status"], async (_args, console) => {
  const home = labHome(console.env);
  const found = await runningCloud(home);
  if (!found)
    return {
      document: { schema: "rai-lab/cloud-status/1", running: false, home },
      text: `no local cloud is running in ${home}`,
      exitCode: 1,
    };
  const { connection, pid } = found;
  const { arm, authority, control, model, subscriptionId } = connection;
  return {
    document: {
      schema: "rai-lab/cloud-status/1",
      running: true,
      home,
      pid,
      arm,
      authority,
      control,
      subscriptionId,
      model,
    },
    text: [
      `the local cloud is running in ${home} (process ${pid ?? "unknown"})`,
      `  Resource Manager  ${arm}`,
      `  sign-in           ${authority}`,
      `  control           ${control}`,
      `  answers           ${modelText(model?.name ?? "")}`,
    ].join("\n"),
    isPreformatted: true,
    exitCode: 0,
  };
});
