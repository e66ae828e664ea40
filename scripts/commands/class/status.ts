import { once } from "node:events";
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { ensurePrivateFolder } from "../../base/private-folder";
import { classPage, classTable, handoutsPage, rosterCsv, serveBoard } from "../../class/board";
import { FILES } from "../../class/board/files";
import type { ClassStatus } from "../../class/class-status";
import { labCommand } from "../../lib/shell/command";
import { type OpenClass, withClass } from "./open-class";
import { readClassStatus } from "./read-status";
import { CLASS_SPECS } from "./specs";

/** `lab class status`: looks at every seat, and writes the board. */
export const classStatus = labCommand(CLASS_SPECS["class status"], (args, console) =>
  withClass(args, console, async (opened) => {
    const status = await readClassStatus(opened);
    const files = writeBoard(opened.folder, status);
    const document = { schema: "rai-lab/class-status/1", ...status, files };
    if (!args.watch) {
      const text = `${classTable(status, console.width)}\n\nboard: ${files.page}`;
      return { document, text, exitCode: 0 };
    }
    const { url } = await watch(opened, console.signal);
    console.announce({ ...document, url }, url);
    console.note("Ctrl-C ends it. Whoever has this address sees the class: keep it to yourself.");
    if (!console.signal.aborted) await once(console.signal, "abort");
    return undefined;
  }),
);

const watch = async (opened: OpenClass, signal: AbortSignal) =>
  serveBoard({
    read: () => readClassStatus(opened),
    clock: await opened.cloud.clock(),
    signal,
  });

/** Writes the page, the hand-outs and the roster into the folder of the class. */
function writeBoard(folder: string, status: ClassStatus): Record<keyof typeof FILES, string> {
  ensurePrivateFolder(folder);
  const contents = {
    page: classPage(status, { now: Date.parse(status.asOf) }),
    handouts: handoutsPage(status),
    roster: rosterCsv(status),
  };
  const write = (name: keyof typeof FILES): string => {
    const file = path.join(folder, FILES[name]);
    writeFileSync(file, contents[name], { mode: 0o600 });
    return file;
  };
  return { page: write("page"), handouts: write("handouts"), roster: write("roster") };
}
