import * as path from "node:path";
import { parseConfig } from "../../infra/config";
import { LabError } from "../../infra/errors";
import type { LabOutputs } from "../../infra/outputs";
import type { Engine } from "../engine/engine";
import { stackOutputs } from "../engine/pulumi-cli";
import { azureSession } from "../lib/azure-session";
import type { Console } from "../lib/console";
import { wallClock } from "../lib/cloud-clock";
import { labHome, PROJECT } from "../lib/paths";
import { readSettings } from "../lib/stack-settings";
import type { Session, SessionOptions } from "./session";

/** A stack on Azure: the Pulumi CLI is its engine, and people drive it themselves with `pulumi up` and `pulumi destroy`. */
export function openAzureSession(options: SessionOptions, console: Console): Session {
  const { stack: name } = options;
  const { project, config } = readSettings(PROJECT, name);
  const settings = { ...config, ...options.settings };
  const outputs = (): ReturnType<typeof stackOutputs> => stackOutputs(name, PROJECT);
  return {
    stack: { project, name, backend: "", passphrase: "", config: settings, secretKeys: [] },
    config: parseConfig(settings, project, name),
    engine: { ...handedOver, outputs },
    cloud: undefined,
    folder: path.join(labHome(console.env), "runs", name),
    azure: () => azureSession(console.env),
    outputs: async () => {
      const found = await outputs();
      return { ...found, outputs: found.outputs as unknown as LabOutputs };
    },
    clock: () => Promise.resolve(wallClock),
    model: () => Promise.resolve({ kind: "azure", name: "Azure OpenAI" }),
    close: () => Promise.resolve(),
  };
}

const notYet = (command: string, instead: string) => (): never => {
  throw new LabError("not-yet", `lab ${command} drives only the local cloud so far`, {
    cure: `on Azure use \`${instead}\`; for the local cloud of this machine add --local`,
  });
};

const handedOver: Omit<Engine, "outputs"> = {
  name: "pulumi",
  version: "CLI",
  preview: notYet("preview", "pulumi preview"),
  up: notYet("up", "pulumi up"),
  refresh: notYet("refresh", "pulumi refresh"),
  destroy: notYet("destroy", "pulumi destroy"),
  recover: notYet("recover", "pulumi refresh"),
};
