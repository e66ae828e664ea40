import type { LabConfig } from "../../../infra/config";
import { LabError } from "../../../infra/errors";
import { commandSettings, configurationOf } from "../stack/configuration";

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
