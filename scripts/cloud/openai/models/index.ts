import * as path from "node:path";
import { LabError } from "../../../../infra/errors";
import type { ChatModel } from "../model";
import { localModel, requireBinding } from "./local";
import { plantedModel } from "./planted";
import { type Preset, PRESETS } from "./planted/settings";
import { userWeights, PACKAGED, packagedWeights, type WeightsOptions } from "./weights";

/** Options of a model. */
export interface ModelOptions extends WeightsOptions {
  /** Makes answers repeatable. */
  seed?: string;
  /**
   * Node's platform and architecture, such as `linux-x64`; the binding of the local model is
   * installed for linux-x64 only.
   */
  platform?: string;
}

/**
 * Opens a model: `planted`, `planted:PRESET`, `local`, or the path of a GGUF file.
 * @throws LabError `usage` for an unknown preset, `model` or `python` when the model is not
 * available.
 */
export async function openModel(choice: string, options: ModelOptions = {}): Promise<ChatModel> {
  const [kind, preset] = choice.split(":");
  if (kind === "planted") return plantedModel({ ...options, ...presetNamed(preset ?? "default") });
  requireBinding(options.platform);
  if (choice !== "local")
    return localModel({
      ...options,
      file: await userWeights(choice),
      label: path.basename(choice),
    });
  return localModel({
    ...options,
    file: await packagedWeights(options),
    label: `${PACKAGED.name} (base)`,
  });
}

/** Opens the local model or, where it is not available, the planted one, with the reason. */
export async function localOrPlanted(
  options: ModelOptions = {},
): Promise<{ model: ChatModel; reason?: string }> {
  try {
    return { model: await openModel("local", options) };
  } catch (error) {
    if (!(error instanceof LabError) || !["model", "python"].includes(error.code)) throw error;
    return { model: await openModel("planted", options), reason: error.message };
  }
}

function presetNamed(name: string): { label: string; settings: (typeof PRESETS)[Preset] } {
  if (Object.hasOwn(PRESETS, name)) return { label: name, settings: PRESETS[name as Preset] };
  throw new LabError("usage", `the planted model has no preset ${name}`, {
    where: `--model planted:${name}`,
    cure: `use one of ${Object.keys(PRESETS).join(", ")}`,
  });
}
