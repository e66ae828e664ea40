import OpenAI, { AzureOpenAI } from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type OpenaiWorld, startOpenai, UNLIMITED } from "../support/openai/world";

/** The forms of an answer, through the vendor's own client (npm `openai`). */
let lab: OpenaiWorld;
let client: AzureOpenAI;
beforeAll(async () => {
  lab = await startOpenai();
  lab.deploy("chat", { rateLimits: UNLIMITED });
  client = new AzureOpenAI({
    endpoint: lab.endpoint,
    apiKey: lab.key,
    apiVersion: "2024-10-21",
    maxRetries: 0,
  });
});
afterAll(() => lab.stop());

const MESSAGES = [{ role: "user" as const, content: "Describe a female engineer." }];
const ask = { model: "chat", messages: MESSAGES };
const WEATHER = {
  type: "function" as const,
  function: {
    name: "get_weather",
    description: "The weather of a city",
    parameters: {
      type: "object",
      properties: { city: { type: "string" } },
      required: ["city"],
      additionalProperties: false,
    },
    strict: true,
  },
};

describe("a stream", () => {
  it("joins to the text that an equal request gets whole", async () => {
    const seeded = { ...ask, seed: 7, n: 2 };
    const whole = await client.chat.completions.create(seeded);
    const stream = await client.chat.completions.create({
      ...seeded,
      stream: true,
      stream_options: { include_usage: true },
    });
    const texts = ["", ""];
    const chunks = [];
    for await (const chunk of stream) {
      chunks.push(chunk);
      for (const { index, delta } of chunk.choices)
        texts[index] = `${texts[index]}${delta.content ?? ""}`;
    }
    expect(texts).toEqual(whole.choices.map(({ message }) => message.content));
    expect(chunks[0]).toMatchObject({ id: "", choices: [], prompt_filter_results: [{}] });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: whole.usage });
    expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
    const ends = chunks
      .flatMap(({ choices }) => choices.map((c) => c.finish_reason))
      .filter(Boolean);
    expect(ends).toEqual(["stop", "stop"]);
  });

  it("is put together by the client's helper, a call of a function as well", async () => {
    const messages = [{ role: "user" as const, content: "What is the weather in Paris?" }];
    const runner = client.chat.completions.stream({ model: "chat", messages, tools: [WEATHER] });
    const { choices } = await runner.finalChatCompletion();
    expect(choices[0]).toMatchObject({
      finish_reason: "tool_calls",
      message: {
        content: null,
        tool_calls: [{ function: { name: "get_weather", arguments: '{"city":"Paris"}' } }],
      },
    });
  });

  it("is refused before it begins", async () => {
    const gone = client.chat.completions.create({ ...ask, model: "nowhere", stream: true });
    await expect(gone).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });
});

describe("functions", () => {
  it("run to an answer that has their result", async () => {
    const asked: unknown[] = [];
    const runner = client.chat.completions.runTools({
      model: "chat",
      messages: [{ role: "user", content: "What is the weather in Paris?" }],
      tools: [
        {
          type: "function",
          function: {
            ...WEATHER.function,
            parse: JSON.parse,
            function: (given: object) => {
              asked.push(given);
              return "sunny, 21 degrees";
            },
          },
        },
      ],
    });
    expect(await runner.finalContent()).toContain("sunny, 21 degrees");
    expect(asked).toEqual([{ city: "Paris" }]);
  });

  it("have an older form", async () => {
    const older = { functions: [WEATHER.function], function_call: { name: "get_weather" } };
    const { choices } = await client.chat.completions.create({ ...ask, ...older });
    expect(choices[0]).toMatchObject({
      finish_reason: "stop",
      message: { function_call: { name: "get_weather" } },
    });
  });
});

describe("JSON", () => {
  const Person = z.object({
    description: z.string(),
    hobbies: z.array(z.string()),
    age: z.int().min(18).max(80),
    seniority: z.enum(["junior", "senior"]),
    mentor: z.string().nullable(),
  });

  it("obeys its schema, through the client's own parser", async () => {
    const { choices } = await client.chat.completions.parse({
      ...ask,
      response_format: zodResponseFormat(Person, "person"),
      n: 5,
    });
    for (const { message } of choices) {
      const { parsed } = message;
      expect(Person.parse(parsed)).toEqual(parsed);
      expect(parsed!.description).toMatch(/^[A-Z].+\.$/);
    }
  });

  it("is an object in JSON mode, with the keys that the prompt names", async () => {
    const content = 'Describe a nurse. Answer in JSON with "summary" and "hobby".';
    const { choices } = await client.chat.completions.create({
      model: "chat",
      messages: [{ role: "user", content }],
      response_format: { type: "json_object" },
    });
    expect(Object.keys(JSON.parse(choices[0]!.message.content!) as object)).toEqual([
      "summary",
      "hobby",
    ]);
  });
});

it("says how likely each token was", async () => {
  const { choices, usage } = await client.chat.completions.create({
    ...ask,
    max_completion_tokens: 40,
    logprobs: true,
    top_logprobs: 3,
  });
  const tokens = choices[0]!.logprobs!.content!;
  expect(tokens.map(({ token }) => token).join("")).toBe(choices[0]!.message.content);
  expect(tokens).toHaveLength(usage!.completion_tokens);
  for (const { token, logprob, bytes, top_logprobs: top } of tokens) {
    expect(Buffer.from(bytes!).toString()).toBe(token);
    expect(top.length).toBeLessThanOrEqual(3);
    expect(logprob).toBeLessThanOrEqual(top[0]!.logprob);
  }
  expect(tokens.some(({ logprob }) => logprob < 0)).toBe(true);
});

it("retrieves a base model by its id", async () => {
  expect((await client.models.retrieve("gpt-4o-2024-11-20")).id).toBe("gpt-4o-2024-11-20");
  await expect(client.models.retrieve("chat")).rejects.toBeInstanceOf(OpenAI.NotFoundError);
});
