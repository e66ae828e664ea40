import { PassThrough } from "node:stream";
import type { Console } from "../scripts/lib/shell/console";

/** A console that records what is written to it; `written` returns the text on stderr so far. */
export function recordingConsole(
  env: NodeJS.ProcessEnv = {},
  width = 100,
): Console & { notes: string[]; announced: string[]; written: () => string } {
  const notes: string[] = [];
  const announced: string[] = [];
  const stream = new PassThrough({ encoding: "utf8" });
  return {
    notes,
    announced,
    written: () => (stream.read() ?? "") as string,
    interactive: false,
    isLive: false,
    confirm: () => Promise.resolve(undefined),
    // The shell only writes to it; a terminal's other members are never used.
    stderr: stream as unknown as NodeJS.WriteStream,
    width,
    debug: false,
    signal: new AbortController().signal,
    env,
    note: (text) => void notes.push(text),
    announce: (document) => void announced.push(JSON.stringify(document)),
  };
}
