import { createHash } from "node:crypto";
import { availableParallelism, loadavg } from "node:os";
import type {
  GbnfJsonSchema,
  Llama,
  LlamaCompletion,
  LlamaContext,
  LlamaModel,
} from "node-llama-cpp";
import pLimit from "p-limit";
import { LabError, messageOf } from "../../../../infra/errors";
import { peerDependencies } from "../../../../package.json";
import { ApiError, NotSimulated } from "../../core/errors";
import { invalidRequest } from "../errors";
import type { ChatChoice, ChatModel, ChatRequest } from "../model";
import { chatPrompt, STOPS } from "./chat-prompt";
import { grammarSchema } from "./grammar";

/*
 * @parity
 * - Without a limit an answer ends after 512 tokens; the local model holds 1,024 tokens of examples,
 *   chat and answer: more is 400 `context_length_exceeded` — ours
 */

/** Options of the local model. */
export interface LocalOptions {
  /** Path of the GGUF file. */
  file: string;
  /** Name of the model in answers, after `LOCAL MODEL`. */
  label: string;
  seed?: string;
}

/** The package that runs it: of the same version in a clone and beside an installed package. */
const BINDING = "node-llama-cpp";
/** Number of batches, each with threads of its own: none waits for the other, whatever else is running. */
const BATCHES = 2;
/** Number of sequences in a batch. A batch gives more tokens per second than single sequences. */
const SEQUENCES = 4;
/** Most tokens of a sequence: examples, chat and answer together. */
const CONTEXT_TOKENS = 1024;
/** Sampling as recommended for the Gemma family. */
const SAMPLING = { topK: 64, topP: 0.95 } as const;

/**
 * A real language model on the CPU. Up to eight completions run, in two batches; others wait. Sampling
 * is seeded by the request and its `ordinal`. The other sequences of a batch can change the last
 * bit of a probability, so a repeated run may differ.
 * @throws LabError `model` when the file cannot be loaded.
 */
export async function localModel(options: LocalOptions): Promise<ChatModel> {
  const { file, label, seed = "rai-lab" } = options;
  const engine = await loadEngine(file);
  const idle = [...engine.completions];
  const slots = pLimit(BATCHES * SEQUENCES);
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();

  const completeOne = async (
    request: ChatRequest,
    index: number,
    signal: AbortSignal,
  ): Promise<ChatChoice> => {
    signal.throwIfAborted();
    const { json } = request;
    const grammar =
      json &&
      (await engine.llama.createGrammarForJsonSchema<GbnfJsonSchema>(grammarSchema(json.schema)));
    const completion = idle.shift()!;
    try {
      const { response, metadata } = await completion.generateCompletionWithMeta(
        chatPrompt(request.messages),
        {
          ...SAMPLING,
          maxTokens: request.maxTokens,
          temperature: request.temperature,
          seed: samplingSeed(seed, request, index),
          grammar,
          customStopTriggers: [...(json ? [] : STOPS), ...(request.stop ?? [])],
          disableContextShift: true,
          signal,
        },
      );
      const finishReason = metadata.stopReason === "maxTokens" ? "length" : "stop";
      return {
        text: response.trim(),
        finishReason,
        tokens: engine.model.tokenize(response).length,
      };
    } finally {
      idle.push(completion);
    }
  };

  return {
    name: `LOCAL MODEL ${label}`,
    kind: "local",
    async complete(request, signal) {
      if (request.topLogprobs !== undefined) throw new NotSimulated("logprobs of the local model");
      checkLength(engine.model, request);
      const indexes = Array.from({ length: request.n }, (_, index) => index);
      const ended = signal ? AbortSignal.any([closing.signal, signal]) : closing.signal;
      const completions = indexes.map((index) => slots(() => completeOne(request, index, ended)));
      const settled = Promise.allSettled(completions);
      running.add(settled);
      void settled.then(() => running.delete(settled));
      const choices = await Promise.all(completions);
      const text = request.messages.map(({ content }) => content).join("\n");
      return { choices, promptTokens: engine.model.tokenize(text).length };
    },
    async close() {
      // What is disposed of under a completion fails as "Object is disposed", which says nothing to its reader.
      closing.abort(new ApiError(503, "ServiceUnavailable", "The model has ended."));
      await Promise.all(running);
      await engine.llama.dispose();
    },
  };
}

interface Engine {
  llama: Llama;
  model: LlamaModel;
  completions: LlamaCompletion[];
}

/**
 * @param binding finds `node-llama-cpp`, which a clone installs and a package does not
 * @throws LabError `model` where the binding is not installed.
 */
export function requireBinding(
  platform = `${process.platform}-${process.arch}`,
  binding: () => unknown = () => require.resolve(BINDING),
): void {
  if (platform !== "linux-x64")
    throw new LabError("model", `the local model runs on linux-x64 only, and this is ${platform}`, {
      cure: "use --model planted",
    });
  try {
    binding();
  } catch (cause) {
    throw new LabError("model", `the local model needs ${BINDING}, which is not installed`, {
      cure: `run npm install ${BINDING}@${peerDependencies[BINDING]}, or use --model planted`,
      cause,
    });
  }
}

async function loadEngine(file: string): Promise<Engine> {
  const threads = evaluationThreads();
  const logged: string[] = [];
  let llama: Llama | undefined;
  try {
    const { getLlama, LlamaCompletion, LlamaLogLevel } = await import("node-llama-cpp");
    llama = await getLlama({
      gpu: false,
      build: "never",
      skipDownload: true,
      progressLogs: false,
      maxThreads: BATCHES * threads,
      logLevel: LlamaLogLevel.error,
      logger: (_level, text) => void logged.push(text.trim()),
    });
    const model = await llama.loadModel({ modelPath: file });
    const options = { sequences: SEQUENCES, contextSize: CONTEXT_TOKENS, threads };
    const contexts: LlamaContext[] = [];
    while (contexts.length < BATCHES) contexts.push(await model.createContext(options));
    // Of each batch in turn, so that few requests occupy both.
    const completions = Array.from(
      { length: BATCHES * SEQUENCES },
      (_, k) => new LlamaCompletion({ contextSequence: contexts[k % BATCHES]!.getSequence() }),
    );
    return { llama, model, completions };
  } catch (cause) {
    await llama?.dispose();
    throw new LabError("model", `the model cannot be loaded: ${logged[0] ?? messageOf(cause)}`, {
      where: file,
      cure: "give the path of another .gguf file, or use --model planted",
      cause,
    });
  }
}

/**
 * Number of evaluation threads of a batch, 1 to 4: its share of the idle cores but one. The threads
 * meet at a barrier some 500 times per token; when one of them waits for a core, all wait, and a token
 * takes seconds. A single thread waits for no other: on two cores each batch has one.
 */
function evaluationThreads(): number {
  const idle = availableParallelism() - 1 - Math.floor(loadavg()[0] ?? 0);
  return Math.max(1, Math.min(4, Math.ceil(idle / BATCHES)));
}

/** @throws ApiError 400 `context_length_exceeded` */
function checkLength(model: LlamaModel, { messages, maxTokens }: ChatRequest): void {
  const prompt = model.tokenize(chatPrompt(messages)).length;
  if (prompt + maxTokens <= CONTEXT_TOKENS) return;
  throw invalidRequest(
    `This model's maximum context length is ${CONTEXT_TOKENS} tokens. However, you requested ${prompt + maxTokens} tokens ` +
      `(${prompt} in the messages, ${maxTokens} in the completion). Please reduce the length of the messages or completion.`,
    "messages",
    "context_length_exceeded",
  );
}

function samplingSeed(seed: string, request: ChatRequest, index: number): number {
  const ordinal = request.seed === undefined ? (request.ordinal ?? 0) : 0;
  const words = [seed, request.messages, request.seed, ordinal, index];
  return createHash("sha256").update(JSON.stringify(words)).digest().readUInt32LE(0);
}
