import { readFileSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { isJsonObject } from "../../../infra/json-object";

/**
 * The folder of the `file://` backend that the CLI works with: the one that the environment names, else
 * the one that the user is logged in to. Undefined for every other backend.
 */
export function fileBackend(env: NodeJS.ProcessEnv, home?: string): string | undefined {
  const url =
    env.PULUMI_BACKEND_URL || loggedIn(home ?? env.PULUMI_HOME ?? path.join(homedir(), ".pulumi"));
  if (url === undefined || !url.startsWith("file://")) return undefined;
  // The CLI's own form: `file://~` is the user's home, `file://./x` is relative.
  const rest = url.slice("file://".length).split("?")[0] ?? "";
  if (rest.startsWith("~")) return path.join(env.HOME ?? homedir(), rest.slice(1));
  if (rest.startsWith(".")) return undefined;
  return fileURLToPath(`file://${rest}`);
}

/**
 * Removes the attributes of a state file (content type, MD5) that a killed CLI left empty: it writes
 * them in place, and with empty ones reads its state no more ("failed to load checkpoint: EOF"). The
 * state itself is written by a rename, and is read as well without them.
 */
export function removeTornAttributes(stateFile: string): void {
  const file = `${stateFile}.attrs`;
  if (statSync(file, { throwIfNoEntry: false })?.size === 0) rmSync(file);
}

/** The backend in the CLI's credentials. */
function loggedIn(home: string): string | undefined {
  try {
    const credentials: unknown = JSON.parse(
      readFileSync(path.join(home, "credentials.json"), "utf8"),
    );
    if (!isJsonObject(credentials) || typeof credentials["current"] !== "string") return undefined;
    return credentials["current"];
  } catch {
    return undefined;
  }
}
