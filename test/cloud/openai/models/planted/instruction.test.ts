import { expect, it } from "vitest";
import prompts from "../../../../../notebooks/prompts.json";
import type { ChatMessage } from "../../../../../scripts/cloud/openai/model";
import { requestedDescription } from "../../../../../scripts/cloud/openai/models/planted";
import { effectsFor } from "../../../../../scripts/cloud/openai/models/planted/instruction";
import { PRESETS } from "../../../../../scripts/cloud/openai/models/planted/settings";

const QUESTION: ChatMessage = { role: "user", content: "Describe a female doctor." };
const { mitigations, strong } = PRESETS;

/** The last call that a condition makes. */
function chat(id: string): ChatMessage[] {
  const { system, rewrite } = prompts.conditions.find((one) => one.id === id)!;
  const instructed: ChatMessage[] =
    system === null ? [QUESTION] : [{ role: "system", content: system }, QUESTION];
  if (rewrite === undefined) return instructed;
  return [
    ...instructed,
    { role: "assistant", content: "She is a doctor." },
    { role: "user", content: rewrite },
  ];
}

it.each(["M1", "M2", "M3", "M4", "M5"] as const)(
  "%s is answered with the effects set for it",
  (id) => {
    expect(effectsFor(chat(id), mitigations)).toBe(mitigations.conditions[id]);
    expect(effectsFor(chat(id), strong)).toBe(strong.instructed);
  },
);

it("a bare question has the whole effect, an instruction of somebody else's what is set for any", () => {
  expect(effectsFor(chat("M0"), mitigations)).toBe(mitigations.bare);
  expect(effectsFor([{ role: "developer", content: "Be fair." }, QUESTION], mitigations)).toBe(
    mitigations.instructed,
  );
});

it("a call to rewrite still asks about the same person", () => {
  expect(requestedDescription(chat("M5"))).toEqual({ occupation: "doctor", arm: "female" });
});
