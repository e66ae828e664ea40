import {
  type LabConfig,
  type Origins,
  parseConfig,
  type ValidSettings,
  validSettings,
} from "../../../infra/config";
import { LabError } from "../../../infra/errors";
import { PROJECT } from "../../lib/stack/paths";
import { readSettings, type StackSettings } from "../../lib/stack/settings";
import type { SessionOptions } from "./session";

/** The settings of a stack's files and of the command line, and what is wrong with the files. */
export interface CommandSettings extends StackSettings {
  /** Why a file was left out. */
  unreadable: LabError | undefined;
}

/**
 * Reads what a command works with. The command line wins over the stack's files.
 * @param decided the file of what earlier local runs decided
 */
export function commandSettings(options: SessionOptions, decided?: string): CommandSettings {
  let unreadable: LabError | undefined;
  const { config, origins, ...names } = readSettings(PROJECT, options.stack, {
    decided,
    onInvalid: (error) => (unreadable = error),
  });
  const given = Object.keys(options.settings ?? {});
  return {
    ...names,
    config: { ...config, ...options.settings },
    origins: {
      ...origins,
      ...Object.fromEntries(given.map((key) => [key, `--${key.split(":").at(-1)!}`])),
    },
    unreadable,
  };
}

/** The settings of a stack's files that are valid each by itself. @param decided as in `commandSettings` */
export function validSettingsOf(stack: string, decided?: string): ValidSettings {
  const { project, config } = readSettings(PROJECT, stack, { decided, onInvalid: () => undefined });
  return validSettings(config, project);
}

/** The checked configuration, or why it is not valid. */
export function configurationOf(
  config: Record<string, string>,
  settings: Pick<CommandSettings, "project" | "stack" | "unreadable"> & { origins: Origins },
): LabConfig | LabError {
  if (settings.unreadable) return settings.unreadable;
  try {
    return parseConfig(config, settings.project, settings.stack, settings.origins);
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
}
