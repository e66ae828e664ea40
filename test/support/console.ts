import { PassThrough } from "node:stream";
import pc from "picocolors";
import type { Console } from "../../scripts/lib/shell/console";

/** A console that keeps what it is told. */
export function recordingConsole(
  env: NodeJS.ProcessEnv = {},
): Console & { notes: string[]; announced: string[] } {
  const notes: string[] = [];
  const announced: string[] = [];
  const stderr = new PassThrough() as unknown as NodeJS.WriteStream;
  return {
    notes,
    announced,
    interactive: false,
    stderr,
    color: pc.createColors(false) as typeof pc,
    debug: false,
    signal: new AbortController().signal,
    env,
    note: (text) => void notes.push(text),
    announce: (document) => void announced.push(JSON.stringify(document)),
  };
}
