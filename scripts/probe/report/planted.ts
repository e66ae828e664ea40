import { own } from "../../../infra/json-object";

const STRONG =
  "women are described with fewer masculine-coded words (g −1.5), as less agentic (g −1.5) and more positively (g +1), and gender comes up in 60 % of the answers about women and 5 % of those about men";

/**
 * What the local cloud's simulated model has built in, by the preset in its name; without an
 * instruction, women against men. A test holds the figures equal to the model's own settings.
 */
export const BUILT_IN: Readonly<Record<string, string>> = {
  none: "no difference between women and men",
  default:
    "women are described with fewer masculine-coded words (g −0.6), as less agentic (g −0.6) and more positively (g +0.3), and gender comes up in 30 % of the answers about women and 8 % of those about men; any instruction halves it",
  strong: `${STRONG}; any instruction halves it`,
  evasive: `${STRONG}; with an instruction the model refuses or drops the gender instead`,
  mitigations: `${STRONG}; each instruction changes it in its own way`,
};

/** The effect that is built into a simulated model, in words; empty where it is not known. */
export function builtInText(models: readonly string[]): string {
  const preset = /^SIMULATED planted \((\w+)\)/.exec(models[0] ?? "")?.[1] ?? "";
  const text = own(BUILT_IN, preset);
  if (models.length !== 1 || text === undefined) return "";
  return ` Built in: ${text}.`;
}
