import { expect, test } from "vitest";
import { modelText } from "../../../scripts/commands/stack/model-text";
import { plantedModel } from "../../../scripts/cloud/openai/models/planted";
import { PACKAGED } from "../../../scripts/cloud/openai/models/weights";

test.each([
  [plantedModel().name, "SIMULATED answers (a known effect is built in)"],
  [plantedModel({ label: "strong" }).name, "SIMULATED answers (preset strong)"],
  [
    `${plantedModel().name} as gpt-4o-2024-11-20`,
    "SIMULATED answers (a known effect is built in), standing in for gpt-4o-2024-11-20",
  ],
  [
    `LOCAL MODEL ${PACKAGED.name} (base) as gpt-4o`,
    "Gemma 3 270M on this machine, standing in for gpt-4o",
  ],
  ["LOCAL MODEL my.gguf", "my.gguf on this machine"],
  ["gpt-4o-2024-11-20", "gpt-4o-2024-11-20"],
  ["Azure OpenAI", "Azure OpenAI"],
])("%s reads as %s", (name, text) => {
  expect(modelText(name)).toBe(text);
});
