import { spawnSync } from "node:child_process";

const DAY_MS = 24 * 3600 * 1000;

/** What `faketime` sets for a program; undefined where it is not installed. */
function preload(): string | undefined {
  const { status, stdout } = spawnSync("faketime", ["-f", "+0", "printenv", "LD_PRELOAD"], {
    encoding: "utf8",
  });
  return status === 0 ? stdout.trim() : undefined;
}

/** Why no program can be given another date here; undefined when it can. */
export const noTestClock: string | undefined =
  preload() === undefined ? "faketime is not installed (apt-get install faketime)" : undefined;

/**
 * The environment of a process, and of all that it starts, for which today is another day. The clock is shifted, not
 * set, so that it is the same one for all of them.
 * @param day an ISO date
 */
export function onDay(day: string): Record<string, string> {
  const days = Math.ceil((Date.parse(day) - Date.now()) / DAY_MS);
  return { LD_PRELOAD: preload() ?? "", FAKETIME: `${days < 0 ? "" : "+"}${days}d` };
}
