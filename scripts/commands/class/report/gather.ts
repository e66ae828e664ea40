import pLimit from "p-limit";
import { LabError } from "../../../../infra/errors";
import type { SeatRecord } from "../../../class/class-record";
import { refusalOf } from "../../../lib/azure/errors";
import type { SeatFiles } from "../../../probe/pool";
import { gatherEvidence } from "../../stack/evidence";
import { answerFolder, MAX_BYTES, readAnswers } from "../open/answer-files";
import { Clusters } from "../open/clusters";
import type { OpenClass } from "../open/open-class";

/** How many seats are read at once. */
const AT_ONCE = 8;

/** Reads the answers that the notebooks of a class have saved; nothing is waited for. */
export async function gatherAnswers({ record, cloud }: OpenClass): Promise<SeatFiles[]> {
  const clusters = new Clusters(await cloud.azure());
  const limit = pLimit(AT_ONCE);
  const read = async ({ slug, stack }: SeatRecord): Promise<SeatFiles> => {
    try {
      const { recorded, unreadable } = await gatherEvidence(await cloud.open({ stack }));
      if (unreadable) throw unreadable;
      return await readSeat(clusters, slug, recorded?.outputs ?? {});
    } catch (error) {
      return { seat: slug, scope: undefined, files: { state: "not read", reason: whyNot(error) } };
    }
  };
  return Promise.all(record.seats.map((seat) => limit(() => read(seat))));
}

/** Reads the files in one seat's folder. @throws as `answerFolder` */
export async function readSeat(
  clusters: Pick<Clusters, "workspaceOf">,
  seat: string,
  outputs: Record<string, unknown>,
): Promise<SeatFiles> {
  const { secretScope } = outputs;
  const scope = typeof secretScope === "string" ? secretScope : undefined;
  const folder = await answerFolder(clusters, outputs);
  if (!folder) return { seat, scope, files: [] };
  if (folder.isTooLarge) {
    const reason = `its files are larger than ${MAX_BYTES / 1024 / 1024} MiB, or too many`;
    return { seat, scope, files: { state: "too large", reason } };
  }
  const files: string[] = [];
  for (const file of folder.files) {
    const content = await readAnswers(folder.workspace, file);
    if (content) files.push(content.toString("utf8"));
  }
  return { seat, scope, files };
}

/** Why a seat was not read. @throws what is neither the cloud's refusal nor ours */
function whyNot(error: unknown): string {
  if (error instanceof LabError) return error.message;
  const refusal = refusalOf(error);
  if (!refusal) throw error;
  return refusal.reason;
}
