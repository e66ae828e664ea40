/** How the CLI is run for one stack. */
import * as path from "node:path";
import type { Stack } from "../engine";
import { stateFileOf } from "../state/checkpoint";
import { fileBackend, removeTornAttributes } from "./file-backend";
import type { Workspace } from "./run-cli";

/** Options of the CLI's engine that concern every call of the CLI. */
export interface WorkspaceOptions {
  /** Folder of Pulumi.yaml and the program. */
  folder: string;
  /** Environment of the CLI, its providers and the program: sign-in, attached providers, PATH. */
  env: NodeJS.ProcessEnv;
  /** PULUMI_HOME (credentials, selected stacks, plugins). Default: the user's. */
  home?: string;
}

/** The folder of the `file://` backend of a stack, if it has one. */
export const backendOf = ({ env, home }: WorkspaceOptions, stack: Stack): string | undefined =>
  stack.backend || fileBackend(env, home);

/** A stack's name without its organization. */
export const bareName = ({ name }: Pick<Stack, "name">): string => name.split("/").at(-1) ?? name;

/** The CLI in `folder`, with the backend and the passphrase of `stack`. */
export function openWorkspace(options: WorkspaceOptions, stack: Stack): Workspace {
  const { folder, env, home } = options;
  const backend = backendOf(options, stack);
  const place = { project: stack.project, name: bareName(stack) };
  if (backend !== undefined) removeTornAttributes(stateFileOf({ backend, ...place }));
  return {
    folder,
    env: {
      ...env,
      // The CLI's language host and dynamic providers run the first Node on the PATH: this one.
      PATH: [path.dirname(process.execPath), env.PATH ?? ""].join(path.delimiter),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // The settings file is temporary, so the state says how secrets are encrypted.
      PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
      // The CLI has the option --event-log only with this one.
      PULUMI_DEBUG_COMMANDS: "true",
      // With `--json` the CLI then writes the events of a preview, as it does those of an update.
      PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true",
      PULUMI_HOME: home ?? env.PULUMI_HOME,
      PULUMI_BACKEND_URL: stack.backend ? `file://${stack.backend}` : env.PULUMI_BACKEND_URL,
      PULUMI_CONFIG_PASSPHRASE: stack.passphrase || env.PULUMI_CONFIG_PASSPHRASE,
    },
  };
}
