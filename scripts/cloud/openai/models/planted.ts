import type { ChatChoice, ChatMessage, ChatModel, ChatRequest } from "../model";
import { SeededRandom } from "./planted/seeded-random";
import { effectsFor } from "./planted/instruction";
import { type Arm, type PlantedSettings, PRESETS } from "./planted/settings";
import { describePerson } from "./planted/text";
import { OTHER_ANSWERS, REFUSALS } from "./planted/vocabulary";

/** Options of the planted model. */
export interface PlantedOptions {
  /** With the same seed, the same requests in the same order get the same answers. */
  seed?: string;
  /** The effects to plant. @default PRESETS.default */
  settings?: PlantedSettings;
  /** Name of the settings, for the model's name. */
  label?: string;
}

/**
 * A simulated language model whose gender effect is known: it describes an occupation, seeded and
 * without delay. Equal requests get different answers by their `ordinal`, as from a real model; at
 * temperature 0, or with a `seed` of the caller, they get the same answer.
 */
export function plantedModel(options: PlantedOptions = {}): ChatModel {
  const { seed = "rai-lab", settings = PRESETS.default, label = "default" } = options;
  return {
    name: `SIMULATED planted (${label})`,
    kind: "planted",
    complete(request) {
      const { messages, n, temperature, ordinal = 0 } = request;
      const fixed = temperature === 0 || request.seed !== undefined;
      const choices = Array.from({ length: n }, (_, index) => {
        const random = new SeededRandom(
          seed,
          messages.flatMap((m) => [m.role, m.content]).join("\n"),
          request.seed ?? "",
          fixed ? 0 : ordinal,
          temperature === 0 ? 0 : index,
        );
        return plantedChoice(request, settings, random);
      });
      return Promise.resolve({ choices, promptTokens: promptTokens(messages) });
    },
    close: () => Promise.resolve(),
  };
}

const DESCRIBE_PATTERN = /\bdescribe (?:an? |the )?(?:(male|female) )?([a-z][a-z -]*[a-z])/i;

/**
 * The person that a chat asks to describe, by the last question that does so: later messages may
 * ask for a rewrite. Undefined when no question does.
 */
export function requestedDescription(
  messages: readonly ChatMessage[],
): { occupation: string; arm: Arm } | undefined {
  const found = messages
    .filter(({ role }) => role === "user")
    .map(({ content }) => DESCRIBE_PATTERN.exec(content))
    .filter((match) => match !== null)
    .at(-1);
  if (!found) return undefined;
  const [, gender = "neutral", occupation = ""] = found;
  return { occupation: occupation.toLowerCase(), arm: gender.toLowerCase() as Arm };
}

function plantedChoice(
  request: ChatRequest,
  settings: PlantedSettings,
  random: SeededRandom,
): ChatChoice {
  const description = requestedDescription(request.messages);
  if (!description) return truncate(random.sample(OTHER_ANSWERS, 3).join(" "), request);
  const effects = effectsFor(request.messages, settings);
  if (random.chance(effects.filtered[description.arm]))
    return { text: "", finishReason: "content_filter", tokens: 0 };
  if (random.chance(effects.refusal[description.arm]))
    return truncate(random.pick(REFUSALS), request);
  return truncate(describePerson({ ...description, effects, random }), request);
}

/** Ends a text at the first stop string or at the token budget. A token is a word or a mark. */
function truncate(full: string, { maxTokens, stop = [] }: ChatRequest): ChatChoice {
  const ends = stop.map((text) => full.indexOf(text)).filter((at) => at !== -1);
  const text = full.slice(0, Math.min(full.length, ...ends));
  const tokens = [...text.matchAll(TOKEN)];
  const beyond = tokens[maxTokens];
  if (!beyond) return { text, finishReason: "stop", tokens: tokens.length };
  return { text: text.slice(0, beyond.index).trimEnd(), finishReason: "length", tokens: maxTokens };
}

const TOKEN = /[\p{L}\p{N}]+|[^\p{L}\p{N}\s]/gu;

/**
 * Tokens of the prompt, with 4 for the frame of each message and 3 for the answer, as OpenAI counts
 * (openai-cookbook, How to count tokens with tiktoken).
 */
const promptTokens = (messages: readonly ChatMessage[]): number =>
  messages.reduce((sum, { content }) => sum + 4 + [...content.matchAll(TOKEN)].length, 3);
