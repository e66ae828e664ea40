import { once } from "node:events";
import type { CloudConnection } from "../../cloud/connection";
import { startCloud, testClockOf } from "../../cloud/cloud";
import { readPreparedWorld } from "../../cloud/prepared-world";
import { publishConnection } from "../../cloud/published";
import { LabError } from "../../../infra/errors";
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
  const prepared = args.world === undefined ? undefined : readPreparedWorld(args.world);
  const port = portOf(args.port);
  const model = await openModelFor(args.model, console.note);
  const running = await startCloud({
    folder: home,
    model: () => Promise.resolve(model),
    faults,
    port,
    prepared,
    snapshot: args.snapshot,
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

/** The first of three ports. @throws LabError `usage` */
function portOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const port = wholeNumber("cloud", "port", given);
  if (port > 0 && port <= LAST_PORT) return port;
  throw new LabError("usage", `--port takes a number from 1 to ${LAST_PORT}, not "${given}"`, {
    cure: "npx lab cloud --help",
  });
}

/** Sign-in and control have the two ports after it. */
const LAST_PORT = 65_533;

/** The exported sign-in is a service principal's, which cannot be the student of a lab. */
const studentNotice = ({ student }: CloudConnection): string =>
  "these variables sign in as a service principal, so that a lab needs a named student: " +
  `pulumi config set --path rai-lab:student.userName ${student.userName}`;
