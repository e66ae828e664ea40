/** How the Automation API runs the CLI for one stack. */
import * as path from "node:path";
import type * as automation from "@pulumi/pulumi/automation";
import type { Stack } from "../engine";
import { stateFileOf } from "../state/checkpoint";
import { automationApi } from "./automation-api";
import { fileBackend, removeTornAttributes } from "./file-backend";
import type { InstalledCli } from "./installed-cli";

/** Options of the CLI's engine that concern every call of the CLI. */
export interface WorkspaceOptions {
  /** Folder of Pulumi.yaml and the program. */
  folder: string;
  /** Environment of the CLI, its providers and the program: sign-in, attached providers, PATH. */
  env: NodeJS.ProcessEnv;
  /** PULUMI_HOME (credentials, selected stacks, plugins). Default: the user's. */
  home?: string;
  cli: InstalledCli;
}

/**
 * Opens the CLI's workspace in `folder`, with the backend and the passphrase of `stack`. Opening a stack in
 * it does not select that stack: the Automation API's own would, and the user's next `pulumi destroy`
 * would destroy it.
 */
export async function openWorkspace(
  { folder, env, home, cli }: WorkspaceOptions,
  stack: Stack,
): Promise<automation.LocalWorkspace> {
  const envVars: Record<string, string> = {
    ...Object.fromEntries(
      Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    ),
    // The CLI's language host and dynamic providers run the first Node on the PATH: this one.
    PATH: [path.dirname(process.execPath), env.PATH ?? ""].join(path.delimiter),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // The settings file is temporary, so the state says how secrets are encrypted.
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
  };
  if (stack.backend) envVars.PULUMI_BACKEND_URL = `file://${stack.backend}`;
  if (stack.passphrase) envVars.PULUMI_CONFIG_PASSPHRASE = stack.passphrase;
  const backend = stack.backend || fileBackend(env, home);
  if (backend !== undefined) {
    const name = stack.name.split("/").at(-1) ?? stack.name;
    removeTornAttributes(stateFileOf({ backend, project: stack.project, name }));
  }
  const { LocalWorkspace } = await automationApi();
  const workspace = await LocalWorkspace.create({
    workDir: folder,
    envVars,
    pulumiHome: home,
    pulumiCommand: await cli.command(),
  });
  return Object.assign(workspace, { selectStack: () => Promise.resolve() });
}
