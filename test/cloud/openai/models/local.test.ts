import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localOrPlanted } from "../../../../scripts/cloud/openai/models";
import type { ChatModel, ChatRequest } from "../../../../scripts/cloud/openai/model";
import { seconds } from "../../../support/time-limits";

let model: ChatModel;
let reason: string | undefined;
beforeAll(async () => {
  ({ model, reason } = await localOrPlanted({ seed: "test" }));
}, seconds(30));
afterAll(() => model.close());

const request = (change: Partial<ChatRequest> = {}): ChatRequest => ({
  messages: [{ role: "user", content: "Describe a female engineer." }],
  n: 1,
  maxTokens: 24,
  temperature: 1,
  ...change,
});
/** Where the model cannot be had the tests are skipped, and say why. */
const local = (name: string, test: () => Promise<void>): void =>
  it(name, { timeout: seconds(15) }, async ({ skip }) => {
    if (reason !== undefined) console.warn(`skipped, no local model: ${reason}`);
    skip(reason !== undefined, reason);
    await test();
  });

describe("the local model", () => {
  local("says what it is", () => {
    expect([model.kind, model.name]).toEqual(["local", "LOCAL MODEL gemma-3-270m-q4_k_m (base)"]);
    return Promise.resolve();
  });

  local("describes, with distinct texts within the budget", async () => {
    const { choices, promptTokens } = await model.complete(request({ n: 4 }));
    expect(new Set(choices.map(({ text }) => text)).size).toBe(4);
    for (const { text, tokens, finishReason } of choices) {
      expect(text).not.toMatch(/Question:|Answer:|lighthouse|\n/);
      expect(tokens).toBeLessThanOrEqual(24);
      expect(finishReason).toBe(tokens < 24 ? "stop" : "length");
    }
    expect(
      choices.filter(({ text }) => /engineer|she|her|work/i.test(text)).length,
    ).toBeGreaterThanOrEqual(2);
    expect(promptTokens).toBeGreaterThan(3);
    expect(promptTokens).toBeLessThan(10);
  });

  local("repeats itself at temperature 0, and heeds stop strings", async () => {
    const greedy = request({ temperature: 0, maxTokens: 12 });
    const [first] = (await model.complete(greedy)).choices;
    expect((await model.complete(greedy)).choices).toEqual([first]);
    const word = first!.text.split(" ")[2]!;
    const [stopped] = (await model.complete({ ...greedy, stop: [word] })).choices;
    expect(stopped).toMatchObject({
      finishReason: "stop",
      text: first!.text.split(word)[0]!.trim(),
    });
  });

  local("ends at once when the caller gives up, and goes on with the next", async () => {
    const gone = new AbortController();
    const asked = model.complete(request({ n: 12, maxTokens: 200 }), gone.signal);
    gone.abort(new Error("gone"));
    await expect(asked).rejects.toThrow("gone");
    expect((await model.complete(request({ maxTokens: 4 }))).choices).toHaveLength(1);
  });

  local("refuses what does not fit into its context", async () => {
    const long = request({ messages: [{ role: "user", content: "word ".repeat(1200) }] });
    await expect(model.complete(long)).rejects.toMatchObject({
      status: 400,
      code: "context_length_exceeded",
    });
  });
});

describe("JSON of the local model", () => {
  local("obeys its schema", async () => {
    const schema = {
      type: "object",
      properties: {
        summary: { type: "string", maxLength: 40 },
        level: { anyOf: [{ enum: ["junior", "senior"] }, { type: "null" }] },
      },
      required: ["summary", "level"],
      additionalProperties: false,
    };
    const json = { schema, purpose: "answer" as const };
    const { choices } = await model.complete(request({ maxTokens: 100, json }));
    expect(choices[0]!.finishReason).toBe("stop");
    const value = JSON.parse(choices[0]!.text) as { summary: string; level: string | null };
    expect(Object.keys(value)).toEqual(["summary", "level"]);
    expect(["junior", "senior", null]).toContain(value.level);
  });

  local("is refused where a grammar cannot hold the model to it", async () => {
    const schema = { type: "object", properties: { age: { type: "integer", minimum: 3 } } };
    await expect(model.complete(request({ json: { schema, purpose: "answer" } }))).rejects.toThrow(
      "keyword minimum on the local model",
    );
    await expect(model.complete(request({ topLogprobs: 0 }))).rejects.toThrow("logprobs");
  });

  local("ends completions that are under way before it closes", async () => {
    const { model: other } = await localOrPlanted({ seed: "closing" });
    // More than run at once: some are under way and some wait.
    const asked = Promise.allSettled(
      [1, 2].map((ordinal) => other.complete(request({ n: 8, ordinal }))),
    );
    await other.close();
    for (const one of await asked)
      expect(one).toMatchObject({ status: "rejected", reason: { status: 503 } });
  });
});
