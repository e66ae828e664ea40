import * as path from "node:path";
import type { CloudConnection } from "../scripts/cloud/connection";
import type { Stack } from "../scripts/engine/engine";
import { withAuthType } from "../scripts/lib/stack/databricks-auth-type";
import { PROJECT } from "../scripts/lib/stack/paths";
import { readSettings, settingsFile } from "../scripts/lib/stack/settings";

/** A stack of a local cloud's folder with its settings there, as a command gives it to an engine. */
export function localStack(folder: string, { env }: CloudConnection, name: string): Stack {
  const { config, project } = readSettings(PROJECT, name, { decided: settingsFile(folder, name) });
  return {
    project,
    name,
    config: withAuthType(env, config, project),
    backend: path.join(folder, "backend"),
    passphrase: env.PULUMI_CONFIG_PASSPHRASE ?? "",
    secretKeys: [],
  };
}
