import * as path from "node:path";
import { LabError } from "../../../infra/errors";
import { workFolderIn } from "../../../infra/names/physical-names";
import type { SeatRecord } from "../../class/class-record";
import type { Console } from "../../lib/shell/console";
import { Stage } from "../../lib/shell/stages";
import { Clusters } from "../class/open/clusters";
import {
  type NotebookReport,
  parametersOf,
  preparePython,
  runNotebook,
} from "../rehearse/notebook";
import type { OpenCloud, StackSession } from "../stack/session";
import { addToDirectory } from "../stack/student-token";
import { type SampledSeat, sampleSeats } from "./sample-seats";

/** Answers per question, as the notebook has it. */
const SAMPLES = 8;

/** Opens a seat, whose settings `lab class up` has written. @throws LabError `config` */
async function openSeat(cloud: OpenCloud, { stack }: SeatRecord): Promise<StackSession> {
  const handle = await cloud.open({ stack });
  const { configuration: config } = handle;
  if (config instanceof LabError) throw config;
  return { ...handle, config };
}

/** Breaks a seat as a hand may: its cluster is deleted in the workspace, and no state knows it. */
export function breakStage(cloud: OpenCloud, seat: SeatRecord): Stage<string> {
  return new Stage(
    `seat ${seat.slug}, broken on purpose`,
    async () => {
      const { outputs } = await (await openSeat(cloud, seat)).outputs();
      const clusters = new Clusters(await cloud.azure());
      const workspace = await clusters.workspaceOf({ ...outputs });
      const { clusterId } = outputs;
      await workspace?.post("/api/2.1/clusters/permanent-delete", { cluster_id: clusterId });
      return clusterId;
    },
    () => "its cluster was deleted by hand",
  );
}

/** Runs a seat's own notebook as its student, on its cluster; it saves its answers. */
export function notebookStage(
  cloud: OpenCloud,
  seat: SeatRecord,
  console: Console,
): Stage<NotebookReport> {
  return new Stage(
    `seat ${seat.slug}: its notebook on Spark`,
    async (say) => {
      const session = await openSeat(cloud, seat);
      await addToDirectory(cloud.connection!, seat.userName);
      const options = {
        samples: SAMPLES,
        prepare: () => preparePython(session.config, "sail", say),
        student: seat.userName,
      };
      return runNotebook(session, cloud.connection!, options, console, say);
    },
    ({ state, cells, spark, reason = "" }) =>
      state === "skipped" ? `skipped: ${reason}` : `${cells} cells on ${spark}`,
  );
}

/**
 * Asks for the other seats with the sampling code of the notebook, each its own deployment, and saves the answers in the seats' own folders.
 */
export function samplingStage(
  cloud: OpenCloud,
  seats: readonly SeatRecord[],
  { signal }: Console,
): Stage<number> {
  return new Stage(
    `${seats.length} other seats: the notebook's sampling code, without Spark`,
    async (say) => {
      const connection = cloud.connection!;
      const sessions = await Promise.all(seats.map((seat) => openSeat(cloud, seat)));
      const all = await Promise.all(sessions.map(async (one) => (await one.outputs()).outputs));
      const asked = seats.map(({ slug, userName }, i): SampledSeat => {
        const outputs = all[i]!;
        const parameters = { ...parametersOf(outputs), samples: String(SAMPLES) };
        return { slug, user: userName, parameters, key: outputs.openaiKey ?? "" };
      });
      const { runtime } = sessions[0]!.config.databricks;
      const clock = await cloud.clock();
      const options = { runtime, caFile: connection.caFile, clock, say, signal };
      const saved = await sampleSeats(asked, options);
      const clusters = new Clusters(await cloud.azure());
      for (const [i, { name, content }] of saved.entries()) {
        const outputs = all[i]!;
        const workspace = await clusters.workspaceOf({ ...outputs });
        await workspace!.post("/api/2.0/workspace/import", {
          path: `${workFolderIn(path.posix.dirname(outputs.notebookPath))}/${name}`,
          format: "AUTO",
          overwrite: true,
          content: content.toString("base64"),
        });
      }
      return saved.length;
    },
    (count) => `answers of ${count} seats are saved in their folders`,
  );
}
