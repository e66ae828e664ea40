import * as path from "node:path";
import { validSettings } from "../../../infra/config";
import { LabError } from "../../../infra/errors";
import { InstalledCli } from "../../engine/cli/installed-cli";
import { pulumiEngine } from "../../engine/cli";
import type { Engine } from "../../engine/engine";
import { type AzureSession, azureSession } from "../../lib/azure/session";
import type { Console } from "../../lib/shell/console";
import { wallClock } from "../../base/clock";
import { defaultExpiry } from "../../lib/stack/expiry";
import { labHome, PROJECT, WORK_FOLDER } from "../../lib/stack/paths";
import { withAuthType } from "../../lib/stack/databricks-auth-type";
import { settingsFile, writeSetting } from "../../lib/stack/settings";
import { commandSettings, configurationOf, validSettingsOf } from "./configuration";
import { labOutputs, type OpenCloud, type StackHandle, type StackOptions } from "./session";

/**
 * Opens Azure. Its engine is the Pulumi CLI with the backend that the user is logged in to, so that
 * `lab` and `pulumi` work on the same stacks.
 */
export function openAzureCloud(console: Console): OpenCloud {
  const engine = pulumiEngine({ folder: PROJECT, env: console.env });
  let azure: Promise<AzureSession> | undefined;
  const shared = {
    engine,
    azure: () => (azure ??= azureSession(console.env)),
    clock: () => Promise.resolve(wallClock),
  };
  return {
    ...shared,
    connection: undefined,
    open: (options) => Promise.resolve({ ...openStack(options, console, engine), ...shared }),
    close: () => engine.close(),
  };
}

function openStack(
  options: StackOptions,
  console: Console,
  engine: Engine,
): Omit<StackHandle, "engine" | "azure" | "clock"> {
  const { stack: name } = options;
  const read = commandSettings(options);
  const { project } = read;
  const settings = withAuthType(console.env, read.config, project);
  const configuration = configurationOf(settings, read);
  if (options.writes && !(configuration instanceof LabError) && configuration.expires === undefined)
    configuration.expires = settings[EXPIRES] = decideExpiry(name, console);
  const stack = { project, name, backend: "", passphrase: "", config: settings, secretKeys: [] };
  return {
    stack,
    settings: validSettings(settings, project),
    settingsOf: (stack) => validSettingsOf(stack),
    configuration,
    cloud: undefined,
    folder: path.join(labHome(console.env), "runs", name),
    outputs: () => labOutputs(engine, stack),
    model: () => Promise.resolve({ kind: "azure", name: "Azure OpenAI" }),
  };
}

/**
 * Decides at a first `up` when the lab expires, and writes the date into the stack's file, where
 * the user can change it.
 * @throws LabError when there is no Pulumi CLI: then nothing is written, because nothing can be
 * brought up
 */
function decideExpiry(name: string, console: Console): string {
  new InstalledCli(console.env, PROJECT).version();
  const [file, expires] = [settingsFile(WORK_FOLDER, name), defaultExpiry(Date.now())];
  writeSetting(file, EXPIRES, expires);
  console.note(
    `${EXPIRES}: ${expires} is now in ${path.basename(file)}: change it to say until when the lab is needed`,
  );
  return expires;
}

const EXPIRES = "rai-lab:expires";
