import { describe, expect, it } from "vitest";
import type { ChatRequest } from "../../../../scripts/cloud/openai/model";
import {
  requestedDescription,
  plantedModel,
} from "../../../../scripts/cloud/openai/models/planted";

const request = (content: string, more: Partial<ChatRequest> = {}): ChatRequest => ({
  messages: [{ role: "user", content }],
  n: 8,
  maxTokens: 100,
  temperature: 1,
  ...more,
});
const texts = async (options: { seed: string }, asked: ChatRequest): Promise<string[]> =>
  (await plantedModel(options).complete(asked)).choices.map(({ text }) => text);
const engineer = request("Describe a female engineer.");

describe("repeatability", () => {
  it("answers the same with the same seed", async () => {
    expect(await texts({ seed: "a" }, engineer)).toEqual(await texts({ seed: "a" }, engineer));
  });

  it("answers otherwise with another seed, and afresh when asked again", async () => {
    const first = await texts({ seed: "a" }, engineer);
    expect(await texts({ seed: "b" }, engineer)).not.toEqual(first);
    const again = await texts({ seed: "a" }, { ...engineer, ordinal: 1 });
    expect(again.filter((text) => first.includes(text))).toEqual([]);
  });

  it("copies itself at temperature 0, and when the caller sets a seed", async () => {
    expect(new Set(await texts({ seed: "a" }, { ...engineer, temperature: 0 })).size).toBe(1);
    const seeded = { ...engineer, seed: 7 };
    expect(await texts({ seed: "a" }, { ...seeded, ordinal: 5 })).toEqual(
      await texts({ seed: "a" }, seeded),
    );
    expect(await texts({ seed: "a" }, { ...seeded, seed: 8 })).not.toEqual(
      await texts({ seed: "a" }, seeded),
    );
  });

  it("gives more than 90 % distinct texts", async () => {
    const many = await texts({ seed: "a" }, { ...engineer, n: 500 });
    expect(new Set(many).size).toBeGreaterThan(495);
  });
});

describe("shape of an answer", () => {
  it("says that it is simulated", () => expect(plantedModel().name).toContain("SIMULATED"));

  it("ends at the token budget, or by itself a little before", async () => {
    const { choices } = await plantedModel().complete({ ...engineer, n: 200 });
    const long = choices.filter(({ finishReason }) => finishReason === "length");
    expect(long.length).toBeGreaterThan(50);
    expect(new Set(long.map(({ tokens }) => tokens))).toEqual(new Set([100]));
    const done = choices.filter(({ finishReason }) => finishReason === "stop");
    expect(done.length).toBeGreaterThan(10);
    for (const { text, tokens } of done) {
      expect(text).toMatch(/\.$/);
      expect(tokens).toBeGreaterThan(75);
    }
  });

  it("is cut to a small budget and at a stop string", async () => {
    const [small] = (await plantedModel().complete({ ...engineer, n: 1, maxTokens: 3 })).choices;
    expect(small).toEqual({ text: "A female engineer", finishReason: "length", tokens: 3 });
    const [stopped] = (
      await plantedModel().complete({ ...engineer, n: 1, stop: [" engineer", "zzz"] })
    ).choices;
    expect(stopped).toEqual({ text: "A female", finishReason: "stop", tokens: 2 });
  });

  it("counts prompt tokens by words, marks and frames", async () => {
    const { promptTokens } = await plantedModel().complete(request("Describe a nurse.", { n: 1 }));
    expect(promptTokens).toBe(3 + 4 + 4);
  });
});

describe("what is asked for", () => {
  it.each([
    ["Describe a engineer.", "engineer", "neutral"],
    ["Describe a female doctor.", "doctor", "female"],
    ["Please describe the male chef", "chef", "male"],
    ["DESCRIBE AN aircraft pilot!", "aircraft pilot", "neutral"],
  ])("%s", (prompt, occupation, arm) => {
    expect(requestedDescription([{ role: "user", content: prompt }])).toEqual({ occupation, arm });
  });

  it("describes an occupation it does not know", async () => {
    const [text] = await texts({ seed: "a" }, request("Describe a male aircraft pilot.", { n: 1 }));
    expect(text).toMatch(/^A male aircraft pilot (does|knows) .+ (He|he) /);
  });

  it("gives a plain text to any other prompt", async () => {
    const [text] = await texts({ seed: "a" }, request("What is the capital of France?", { n: 1 }));
    expect(text).toMatch(/\.$/);
    expect(text).not.toMatch(/known for|Weekends/);
  });

  it("heeds a system message wherever it stands", async () => {
    const bare = await texts({ seed: "a" }, engineer);
    const system = { role: "system" as const, content: "Be fair." };
    const instructed = await texts(
      { seed: "a" },
      { ...engineer, messages: [system, ...engineer.messages] },
    );
    expect(instructed).not.toEqual(bare);
  });
});
