import * as path from "node:path";
import { parseConfig } from "../../infra/config";
import { LabError } from "../../infra/errors";
import type { LabOutputs } from "../../infra/outputs";
import { pulumiEngine } from "../engine/pulumi";
import { type AzureSession, azureSession } from "../lib/azure-session";
import type { Console } from "../lib/console";
import { wallClock } from "../lib/cloud-clock";
import { labHome, PROJECT } from "../lib/paths";
import { readSettings } from "../lib/stack-settings";
import type { Session, SessionOptions } from "./session";

/**
 * A stack on Azure: the Pulumi CLI is its engine, in the backend that people are logged in to, so that what they do by
 * hand with `pulumi` and what our commands do is one stack. @throws LabError `usage` for the embedded engine.
 */
export function openAzureSession(options: SessionOptions, console: Console): Session {
  const { stack: name } = options;
  const { project, config } = readSettings(PROJECT, name);
  const settings = { ...config, ...options.settings };
  if (options.engine === "embedded")
    throw new LabError("usage", "the embedded engine works on the local cloud only", {
      where: "--engine embedded",
      cure: "add --local, or leave --engine out: on Azure the Pulumi CLI runs the program",
    });
  const stack = { project, name, backend: "", passphrase: "", config: settings, secretKeys: [] };
  let azure: Promise<AzureSession> | undefined;
  const engine = pulumiEngine({ folder: PROJECT, env: console.env });
  return {
    stack,
    config: parseConfig(settings, project, name),
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
