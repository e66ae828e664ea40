import { spawnSync, type SpawnSyncOptionsWithStringEncoding } from "node:child_process";
import { seconds } from "./time-limits";

/** `nobody` on every Linux. */
const NOBODY = 65534;

/** Runs JavaScript in a Node process, as another user of this machine where `uid` is given. */
function runNode(script: string, uid?: number): { code: number | null; text: string } {
  const options: SpawnSyncOptionsWithStringEncoding = {
    cwd: "/",
    env: { PATH: "/usr/bin:/bin" },
    encoding: "utf8",
    timeout: seconds(10),
  };
  if (uid !== undefined) Object.assign(options, { uid, gid: uid });
  const { status, stdout, stderr, error } = spawnSync(process.execPath, ["-e", script], options);
  return { code: status, text: status === 0 ? stdout : `${stderr}${error?.message ?? ""}` };
}

/** Why no process of another user can be started here; undefined when it can. */
export const noOtherUser: string | undefined = (() => {
  if (process.getuid?.() !== 0) return "only root can start a process as another user";
  const { code, text } = runNode("", NOBODY);
  return code === 0 ? undefined : `another user cannot start this Node: ${text}`;
})();

/**
 * Runs JavaScript as the own user or as another one, and returns the JSON that it prints. The text
 * knows only Node's own modules: another user may be unable to read the project.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names the shape it is about to check
export function askAs<T>(who: "own user" | "other user", script: string): T {
  const { code, text } = runNode(script, who === "other user" ? NOBODY : undefined);
  if (code !== 0) throw new Error(`the script of the ${who} failed: ${text}`);
  return JSON.parse(text) as T;
}
