import { type LabConfig, parseConfig } from "../../../../infra/config";
import { LabError } from "../../../../infra/errors";
import { PROJECT } from "../../../lib/stack/paths";
import { projectName } from "../../../lib/stack/settings";
import { commandSettings, configurationOf } from "../../stack/configuration";

/** What all seats have in common: Pulumi.CLASS.yaml, as if for one lab. @throws LabError `config` */
export function templateOf(name: string): LabConfig {
  const settings = commandSettings({ stack: name });
  const config = configurationOf(settings.config, settings);
  if (config instanceof LabError) throw config;
  if (config.layout === "lab") return config;
  throw new LabError("config", `Pulumi.${name}.yaml is for the whole class, as if for one lab`, {
    where: `rai-lab:layout = ${config.layout}`,
    cure: "remove rai-lab:layout, and give --layout to `lab class plan`",
  });
}

/**
 * The same for estimates, which need no valid settings: a class with wrong ones is left all the
 * same, and the defaults are near enough.
 */
export function templateOrDefaults(name: string): LabConfig {
  try {
    return templateOf(name);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return parseConfig({}, projectName(PROJECT), name);
  }
}
