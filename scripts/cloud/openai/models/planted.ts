import { type ChatChoice, type ChatMessage, type ChatModel, type ChatRequest } from "../model";
import { SeededRandom } from "./planted/seeded-random";
import { effectsFor } from "./planted/instruction";
import { type Arm, type PlantedSettings, PRESETS } from "./planted/settings";
import { describePerson } from "./planted/text";
import { OTHER_ANSWERS, REFUSALS } from "./planted/vocabulary";

export interface PlantedOptions {
  /** Same seed, same requests in the same numbers: same answers. */
  seed?: string;
  /** The truth to plant; `PRESETS.default` without it. */
  settings?: PlantedSettings;
  /** Name of the settings, shown in the model's name. */
  label?: string;
}

/**
 * A stand-in for a language model whose gender effect is known: seeded, instant text about an occupation. Equal
 * requests get fresh answers as their `ordinal` rises, as from a real model; at temperature 0, or with a `seed` of the
 * caller, they get the same ones.
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
          messages
            .map((m) => [m.role, m.content])
            .flat()
            .join("\n"),
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

/** What is to be described, as a question said last: later ones may ask to rewrite. Undefined when it is something else. */
export function requestedDescription(
  messages: readonly ChatMessage[],
): { occupation: string; arm: Arm } | undefined {
  const found = messages
    .filter(({ role }) => role === "user")
    .map(({ content }) => DESCRIBE_PATTERN.exec(content))
    .filter((match) => match !== null)
    .at(-1);
  if (!found?.[2]) return undefined;
  const gender = found[1]?.toLowerCase();
  return {
    occupation: found[2].toLowerCase(),
    arm: gender === "male" || gender === "female" ? gender : "neutral",
  };
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
  return truncate(
    describePerson(description.occupation, description.arm, effects, random),
    request,
  );
}

/** Ends the text at the first stop string or at the token budget, as a model does. A token is a word or a mark. */
function truncate(full: string, { maxTokens, stop = [] }: ChatRequest): ChatChoice {
  const ends = stop.map((text) => full.indexOf(text)).filter((at) => at !== -1);
  const text = full.slice(0, Math.min(full.length, ...ends));
  const tokens = [...text.matchAll(TOKEN)];
  const beyond = tokens[maxTokens];
  if (!beyond) return { text, finishReason: "stop", tokens: tokens.length };
  return { text: text.slice(0, beyond.index).trimEnd(), finishReason: "length", tokens: maxTokens };
}

const TOKEN = /[\p{L}\p{N}]+|[^\p{L}\p{N}\s]/gu;

/** Tokens of the prompt, with 4 for each message's frame and 3 for the answer's, as OpenAI counts them. */
const promptTokens = (messages: readonly ChatMessage[]): number =>
  messages.reduce((sum, { content }) => sum + 4 + [...content.matchAll(TOKEN)].length, 3);
