import { once } from "node:events";
import { classTable, serveBoard, writeBoard } from "../../../class/board";
import { labCommand } from "../../../lib/shell/command";
import { type OpenClass, withClass } from "../open/open-class";
import { type Known, readClassStatus } from "./read-status";
import { CLASS_SPECS } from "../specs";

/** `lab class status`: looks at every seat, and writes the board. */
export const classStatus = labCommand(CLASS_SPECS["class status"], (args, console) =>
  withClass(args, console, async (opened) => {
    const status = await readClassStatus(opened);
    const page = writeBoard(status, opened.folder, Date.parse(status.asOf));
    const document = { schema: "rai-lab/class-status/1", ...status, page };
    if (!args.watch) {
      const text = `${classTable(status, console.width)}\n\nboard: ${page}`;
      return { document, text, exitCode: 0 };
    }
    const { url } = await watch(opened, console.signal);
    console.announce({ ...document, url }, url);
    console.note("Ctrl-C ends it. Whoever has this address sees the class: keep it to yourself.");
    if (!console.signal.aborted) await once(console.signal, "abort");
    return undefined;
  }),
);

async function watch(opened: OpenClass, signal: AbortSignal) {
  const known: Known = { counts: new Map() };
  return serveBoard({
    read: () => readClassStatus(opened, known),
    clock: await opened.cloud.clock(),
    signal,
  });
}
