import OpenAI, { AzureOpenAI } from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type OpenaiWorld, startOpenai, UNLIMITED } from "../support/openai/world";

/** The Responses API and embeddings, through the vendor's own client (npm `openai`). */
let lab: OpenaiWorld;
let dated: AzureOpenAI;
let v1: OpenAI;
beforeAll(async () => {
  lab = await startOpenai();
  lab.deploy("chat", { rateLimits: UNLIMITED });
  lab.deploy("thinker", {
    model: { format: "OpenAI", name: "gpt-5", version: "2025-08-07" },
    rateLimits: UNLIMITED,
  });
  lab.deploy("small", {
    model: { format: "OpenAI", name: "text-embedding-3-small", version: "1" },
    capabilities: { embeddings: "true" },
    rateLimits: UNLIMITED,
  });
  const { endpoint, key: apiKey } = lab;
  dated = new AzureOpenAI({ endpoint, apiKey, apiVersion: "2025-04-01-preview", maxRetries: 0 });
  v1 = new OpenAI({ baseURL: `${endpoint}/openai/v1/`, apiKey, maxRetries: 0 });
});
afterAll(() => lab.stop());

const ask = { model: "chat", input: "Describe a female engineer." };
const WEATHER = {
  type: "function" as const,
  name: "get_weather",
  description: "The weather of a city",
  parameters: {
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
    additionalProperties: false,
  },
  strict: true,
};

describe("responses", () => {
  it("answer on both paths, with usage, and are kept until they are deleted", async () => {
    for (const client of [dated, v1]) {
      const made = await client.responses.create(ask);
      expect(made).toMatchObject({ status: "completed", error: null });
      expect(made.output_text).toContain("engineer");
      const { input_tokens: input, output_tokens: output, total_tokens: total } = made.usage!;
      expect(total).toBe(input + output);
      expect((await client.responses.retrieve(made.id)).output_text).toBe(made.output_text);
      const items = (await client.responses.inputItems.list(made.id)).data;
      expect(items).toMatchObject([{ role: "user", content: ask.input }]);
      await client.responses.delete(made.id);
      await expect(client.responses.retrieve(made.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    }
  });

  it("stream events that join to the answer", async () => {
    const stream = v1.responses.stream(ask);
    const deltas: string[] = [];
    const numbers: number[] = [];
    for await (const event of stream) {
      numbers.push(event.sequence_number);
      if (event.type === "response.output_text.delta") deltas.push(event.delta);
    }
    const final = await stream.finalResponse();
    expect(deltas.length).toBeGreaterThan(20);
    expect(deltas.join("")).toBe(final.output_text);
    expect(numbers).toEqual(numbers.map((_, index) => index));
    expect((await v1.responses.retrieve(final.id)).output_text).toBe(final.output_text);
  });

  it("call functions, and go on from an earlier response", async () => {
    const input = "What is the weather in Paris?";
    const stream = v1.responses.stream({ model: "chat", input, tools: [WEATHER] });
    const { id, output } = await stream.finalResponse();
    const call = output.find((item) => item.type === "function_call");
    expect(call).toMatchObject({ name: "get_weather", arguments: '{"city":"Paris"}' });
    const next = await v1.responses.create({
      model: "chat",
      previous_response_id: id,
      input: [
        { type: "function_call_output", call_id: call!.call_id, output: "sunny, 21 degrees" },
      ],
    });
    expect(next.output_text).toContain("sunny, 21 degrees");
    const gone = v1.responses.create({ ...ask, previous_response_id: "resp_nowhere" });
    await expect(gone).rejects.toMatchObject({ code: "previous_response_not_found" });
  });

  it("are JSON that obeys its schema", async () => {
    const Person = z.object({ summary: z.string(), hobbies: z.array(z.string()) });
    const { output_parsed: parsed } = await v1.responses.parse({
      ...ask,
      text: { format: zodTextFormat(Person, "person") },
    });
    expect(Person.parse(parsed)).toEqual(parsed);
  });

  it("are incomplete where the budget ends, after thinking too", async () => {
    const cut = await v1.responses.create({ ...ask, max_output_tokens: 16 });
    expect(cut).toMatchObject({
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
      usage: { output_tokens: 16 },
    });
    const thinker = { ...ask, model: "thinker", reasoning: { effort: "low" as const } };
    const { output, usage } = await v1.responses.create(thinker);
    expect(output.map(({ type }) => type)).toEqual(["reasoning", "message"]);
    expect(usage?.output_tokens_details.reasoning_tokens).toBe(64);
  });

  it("pass the filter, and are unknown to older versions", async () => {
    const blocked = v1.responses.create({ ...ask, input: "[content-filter:hate]" });
    await expect(blocked).rejects.toMatchObject({ code: "content_filter" });
    const { endpoint, key: apiKey } = lab;
    const old = new AzureOpenAI({ endpoint, apiKey, apiVersion: "2024-10-21", maxRetries: 0 });
    await expect(old.responses.create(ask)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });
});

describe("embeddings", () => {
  it("are the same in both encodings, and shorter where asked", async () => {
    const asked = { model: "small", input: ["a nurse", "an engineer"] };
    // Without a format the client asks for base64, and decodes it.
    const { data, model, usage } = await dated.embeddings.create(asked);
    const plain = await v1.embeddings.create({ ...asked, encoding_format: "float" });
    expect(plain.data[0]!.embedding).toHaveLength(1536);
    expect(data.map(({ embedding }) => embedding)).toEqual(
      plain.data.map(({ embedding }) => embedding),
    );
    expect(model).toContain("SIMULATED");
    expect(usage).toEqual({ prompt_tokens: 4, total_tokens: 4 });
    const short = await v1.embeddings.create({ ...asked, dimensions: 256 });
    expect(short.data[0]!.embedding).toHaveLength(256);
  });

  it("are refused by chat models, as chats are by theirs", async () => {
    const wrong = [
      v1.embeddings.create({ model: "chat", input: "x" }),
      v1.responses.create({ ...ask, model: "small" }),
      v1.completions.create({ model: "chat", prompt: "x" }),
    ];
    for (const call of wrong)
      await expect(call).rejects.toMatchObject({ status: 400, code: "OperationNotSupported" });
  });
});
