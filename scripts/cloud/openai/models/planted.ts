import type { JsonObject } from "../../../../infra/json-object";
import type { ChatChoice, ChatMessage, ChatModel, ChatRequest } from "../model";
import { countTokens, tokensOf } from "../tokens";
import { generateJson, type JsonSource } from "./planted/json";
import { bigramLogprobs } from "./planted/logprobs";
import { SeededRandom } from "./planted/seeded-random";
import { effectsFor } from "./planted/instruction";
import { type Arm, type PlantedSettings, PRESETS } from "./planted/settings";
import { describePerson } from "./planted/text";
import { OTHER_ANSWERS, REFUSALS } from "./planted/vocabulary";

/*
 * @parity
 * - Log probabilities: shares of a bigram model of 200 samples of the same question, so a planted
 *   effect shows; refused by reasoning models; 501 on the local model — ours; documented
 * - Equal requests get fresh answers; with `seed`, or at temperature 0, the same ones — documented
 */

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
      const { messages, n, temperature, ordinal = 0, topLogprobs } = request;
      const fixed = temperature === 0 || request.seed !== undefined;
      const draw = (asked: ChatRequest, ...more: (string | number)[]): ChatChoice =>
        plantedChoice(
          asked,
          settings,
          new SeededRandom(
            seed,
            messages.flatMap((m) => [m.role, m.content]).join("\n"),
            request.seed ?? "",
            ...more,
          ),
        );
      const choices = Array.from({ length: n }, (_, index) =>
        draw(request, fixed ? 0 : ordinal, temperature === 0 ? 0 : index),
      );
      const result = { choices, promptTokens: promptTokens(messages) };
      if (topLogprobs === undefined) return Promise.resolve(result);
      const whole = { ...request, maxTokens: Infinity };
      const samples = Array.from({ length: SAMPLES }, (_, k) => draw(whole, "sample", k).text);
      return Promise.resolve({
        ...result,
        choices: choices.map((choice) => ({
          ...choice,
          logprobs: bigramLogprobs(choice.text, samples, topLogprobs),
        })),
      });
    },
    close: () => Promise.resolve(),
  };
}

/** Number of answers from which the probabilities of tokens are estimated. */
const SAMPLES = 200;

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
  const { json, messages } = request;
  if (json?.purpose === "arguments") {
    const question = questionOf(messages);
    const texts = [...namesIn(question), question];
    return truncate(
      jsonText(json.schema, { random, texts, numbers: numbersIn(question) }),
      request,
    );
  }
  const description = requestedDescription(messages);
  if (!description)
    return truncate(inForm(request, otherAnswer(messages, random), random), request);
  const effects = effectsFor(messages, settings);
  if (random.chance(effects.filtered[description.arm]))
    return { text: "", finishReason: "content_filter", tokens: 0 };
  if (random.chance(effects.refusal[description.arm])) {
    const refusal = truncate(random.pick(REFUSALS), request);
    return { ...refusal, refused: json !== undefined };
  }
  const text = describePerson({ ...description, effects, random });
  return truncate(inForm(request, text, random), request);
}

/** An answer that describes no one: the result of a function, if the last message is one. */
function otherAnswer(messages: readonly ChatMessage[], random: SeededRandom): string {
  const last = messages.at(-1);
  if (last?.role === "tool") return `The function answered: ${last.content}`;
  return random.sample(OTHER_ANSWERS, 3).join(" ");
}

/** The text itself, or JSON with the names of the question and the sentences of the text. */
function inForm({ json, messages }: ChatRequest, text: string, random: SeededRandom): string {
  if (!json) return text;
  const question = questionOf(messages);
  const texts = [...namesIn(question), ...(text.match(/[^.]+\.?/g) ?? [text]).map((s) => s.trim())];
  return jsonText(json.schema, { random, texts, numbers: numbersIn(question) });
}

const jsonText = (schema: JsonObject, source: JsonSource): string =>
  JSON.stringify(generateJson(schema, source));

const questionOf = (messages: readonly ChatMessage[]): string =>
  messages.filter(({ role }) => role === "user").at(-1)?.content ?? "";

/** What a question quotes, and the names in it: capitalised words that do not begin a sentence. */
const namesIn = (question: string): string[] =>
  [
    ...question.matchAll(
      /"([^"]+)"|(?<=[\p{L}\p{N},;:] )(\p{Lu}[\p{L}\p{N}-]*(?: \p{Lu}[\p{L}\p{N}-]*)*)/gu,
    ),
  ].map(([, quoted, name]) => quoted ?? name!);

const numbersIn = (question: string): number[] =>
  (question.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);

/** Ends a text at the first stop string or at the token budget. */
function truncate(full: string, { maxTokens, stop = [] }: ChatRequest): ChatChoice {
  const ends = stop.map((text) => full.indexOf(text)).filter((at) => at !== -1);
  const text = full.slice(0, Math.min(full.length, ...ends));
  const tokens = tokensOf(text);
  if (tokens.length <= maxTokens) return { text, finishReason: "stop", tokens: tokens.length };
  return { text: tokens.slice(0, maxTokens).join(""), finishReason: "length", tokens: maxTokens };
}

/**
 * Tokens of the prompt, with 4 for the frame of each message and 3 for the answer, as OpenAI counts
 * (openai-cookbook, How to count tokens with tiktoken).
 */
const promptTokens = (messages: readonly ChatMessage[]): number =>
  messages.reduce((sum, { content }) => sum + 4 + countTokens(content), 3);
