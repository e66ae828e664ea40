import * as path from "node:path";
import { parseConfig } from "../../../infra/config";
import { LabError } from "../../../infra/errors";
import type { LabOutputs } from "../../../infra/outputs";
import { cliVersion } from "../../engine/cli/version";
import { pulumiEngine } from "../../engine/cli";
import { type AzureSession, azureSession } from "../../lib/azure/session";
import type { Console } from "../../lib/shell/console";
import { wallClock } from "../../base/clock";
import { defaultExpiry } from "../../lib/stack/expiry";
import { labHome, PROJECT } from "../../lib/stack/paths";
import { withAuthType } from "../../lib/stack/databricks-auth-type";
import { readSettings, settingsFile, writeSetting } from "../../lib/stack/settings";
import type { StackSession, SessionOptions } from "./session";

/**
 * A stack on Azure: the Pulumi CLI is its engine, in the backend that people are logged in to, so that what they do by
 * hand with `pulumi` and what our commands do is one stack. @throws LabError `usage` for the embedded engine.
 */
export function openAzureSession(options: SessionOptions, console: Console): StackSession {
  const { stack: name } = options;
  if (options.engine === "embedded")
    throw new LabError("usage", "the embedded engine works on the local cloud only", {
      where: "--engine embedded",
      cure: "add --local, or leave --engine out: on Azure the Pulumi CLI runs the program",
    });
  const { project, config: recorded } = readSettings(PROJECT, name);
  const settings = withAuthType(console.env, { ...recorded, ...options.settings });
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
    outputs: async () => {
      const found = await engine.outputs(stack);
      return { ...found, outputs: found.outputs as unknown as LabOutputs };
    },
    clock: () => Promise.resolve(wallClock),
    model: () => Promise.resolve({ kind: "azure", name: "Azure OpenAI" }),
    close: () => Promise.resolve(),
  };
}

/**
 * A first `up` decides when the lab expires, and writes that into the stack's own file, where it can be changed. Not on
 * a machine, nor with settings, that can bring nothing up.
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
