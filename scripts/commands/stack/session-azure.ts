import * as path from "node:path";
import { parseConfig } from "../../../infra/config";
import { LabError } from "../../../infra/errors";
import { cliVersion } from "../../engine/cli/version";
import { pulumiEngine } from "../../engine/cli";
import { type AzureSession, azureSession } from "../../lib/azure/session";
import type { Console } from "../../lib/shell/console";
import { wallClock } from "../../base/clock";
import { defaultExpiry } from "../../lib/stack/expiry";
import { labHome, PROJECT } from "../../lib/stack/paths";
import { withAuthType } from "../../lib/stack/databricks-auth-type";
import { readSettings, settingsFile, writeSetting } from "../../lib/stack/settings";
import { labOutputs, type SessionOptions, type StackSession } from "./session";

/**
 * Opens a stack on Azure. Its engine is the Pulumi CLI with the backend that the user is logged in
 * to, so that `lab` and `pulumi` work on the same stack.
 * @throws LabError `usage` for the embedded engine
 */
export function openAzureSession(options: SessionOptions, console: Console): StackSession {
  const { stack: name } = options;
  if (options.engine === "embedded")
    throw new LabError("usage", "the embedded engine works on the local cloud only", {
      where: "--engine embedded",
      cure: "add --local, or leave --engine out: on Azure the Pulumi CLI runs the program",
    });
  const { project, config: recorded } = readSettings(PROJECT, name);
  const settings = withAuthType(console.env, { ...recorded, ...options.settings }, project);
  const config = parseConfig(settings, project, name);
  if (options.expires && config.expires === undefined)
    config.expires = settings[EXPIRES] = decideExpiry(name, console);
  const stack = { project, name, backend: "", passphrase: "", config: settings, secretKeys: [] };
  let azure: Promise<AzureSession> | undefined;
  const engine = pulumiEngine({ folder: PROJECT, env: console.env });
  return {
    stack,
    config,
    engine,
    cloud: undefined,
    folder: path.join(labHome(console.env), "runs", name),
    azure: () => (azure ??= azureSession(console.env)),
    outputs: () => labOutputs(engine, stack),
    clock: () => Promise.resolve(wallClock),
    model: () => Promise.resolve({ kind: "azure", name: "Azure OpenAI" }),
    close: () => Promise.resolve(),
  };
}

/**
 * Decides at a first `up` when the lab expires, and writes the date into the stack's file, where
 * the user can change it.
 * @throws LabError when there is no Pulumi CLI: then nothing is written, because nothing can be
 * brought up
 */
function decideExpiry(name: string, console: Console): string {
  cliVersion(console.env);
  const [file, expires] = [settingsFile(PROJECT, name), defaultExpiry(Date.now())];
  writeSetting(file, EXPIRES, expires);
  console.note(
    `${EXPIRES}: ${expires} is now in ${path.basename(file)}: change it to say until when the lab is needed`,
  );
  return expires;
}

const EXPIRES = "rai-lab:expires";
