import { once } from "node:events";
import type { CloudConnection } from "../../cloud/connection";
import { startCloud, testClockOf } from "../../cloud/cloud";
import { publishConnection } from "../../cloud/published";
import { providers } from "../../providers";
import { serveProviders } from "../../engine/cli/attached/serve";
import { labCommand } from "../../lib/shell/command";
import { clockNotice } from "../../lib/stack/cloud-clock";
import { wholeNumber } from "../../lib/shell/whole-number";
import { labHome, PROJECT } from "../../lib/stack/paths";
import { faultsText } from "../stack/fault-report";
import { openModelFor } from "../stack/model";
import { modelText } from "../stack/model-text";
import { SPECS } from "../specs";
import { shellText } from "./clients/shell-text";

/**
 * `lab cloud`: runs the local cloud until Ctrl-C, for our commands, `pulumi`, `az`, an SDK or a
 * notebook.
 */
export const cloud = labCommand(SPECS.cloud, async (args, console) => {
  const home = labHome(console.env);
  const faults =
    args.faults === undefined ? undefined : wholeNumber("cloud", "faults", args.faults);
  const model = await openModelFor(args.model, console.note);
  const running = await startCloud({
    folder: home,
    model: () => Promise.resolve(model),
    faults,
    testClock: testClockOf(console.env),
  });
  const attached = await serveProviders(
    providers({ connection: running.connection, folder: PROJECT }),
  );
  const env = { ...running.connection.env, ...attached.env };
  const connection = {
    ...running.connection,
    env,
    model: { kind: model.kind, name: model.name },
  };
  const withdraw = publishConnection(home, connection);
  try {
    console.note(
      `the local cloud runs in ${home}. Its deployments answer with ${modelText(model.name)}. Ctrl-C ends it and keeps its resources.`,
    );
    running.connection.moved?.forEach(console.note);
    const notice = await clockNotice(connection, Date.now());
    if (notice !== undefined) console.note(notice);
    console.note(studentNotice(connection));
    console.announce(connection, shellText("bash", connection.env));
    if (!console.signal.aborted) await once(console.signal, "abort");
  } finally {
    if (faults !== undefined)
      console.note(faultsText({ seed: faults, ...running.world.faults.count() }));
    withdraw();
    attached.close();
    await running.stop();
    await model.close();
  }
  return undefined;
});

/** The exported sign-in is a service principal's, which cannot be the student of a lab. */
const studentNotice = ({ student }: CloudConnection): string =>
  "these variables sign in as a service principal, so that a lab needs a named student: " +
  `pulumi config set --path rai-lab:student.userName ${student.userName}`;
