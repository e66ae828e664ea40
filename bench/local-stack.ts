import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { stringify } from "yaml";
import type { JsonObject } from "../infra/json-object";
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

/** Writes the file of a stack of this machine anew, with settings of `rai-lab:`; undefined ones are left out. */
export function replaceSettings(folder: string, name: string, settings: JsonObject): void {
  const config = Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [`rai-lab:${key}`, value]),
  );
  writeFileSync(settingsFile(folder, name), stringify({ config }));
}

/** Signs this process in for the program's dynamic resources. */
export function signIn({ env }: CloudConnection): void {
  for (const [name, value] of Object.entries(env))
    if (name.startsWith("ARM_")) process.env[name] = value;
}
