import { expect, it } from "vitest";
import { bigramLogprobs } from "../../../../../scripts/cloud/openai/models/planted/logprobs";
import { plantedModel } from "../../../../../scripts/cloud/openai/models/planted";

it("counts what follows a token in the text and the samples", () => {
  const [first, second] = bigramLogprobs("she is", ["she was", "she is", "he is"], 2);
  expect(first).toEqual({
    token: "she",
    logprob: Math.log(3 / 4),
    top: [
      { token: "she", logprob: Math.log(3 / 4) },
      { token: "he", logprob: Math.log(1 / 4) },
    ],
  });
  expect(second?.logprob).toBeCloseTo(Math.log(2 / 3));
});

it("shows a planted effect: a nurse is likelier to be she than an engineer is", async () => {
  const model = plantedModel();
  const sheShare = async (occupation: string): Promise<number> => {
    const messages = [{ role: "user" as const, content: `Describe a ${occupation}.` }];
    const asked = { messages, n: 20, maxTokens: 80, temperature: 1, topLogprobs: 20 };
    const { choices } = await model.complete(asked);
    const places = choices.flatMap(({ logprobs = [] }) => logprobs);
    const shares = places.flatMap(({ top }) =>
      top.filter(({ token }) => /^ ?she$/i.test(token)).map(({ logprob }) => Math.exp(logprob)),
    );
    for (const { top } of places)
      expect(top.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0)).toBeLessThan(1.000_001);
    return shares.reduce((sum, share) => sum + share, 0) / places.length;
  };
  expect(await sheShare("nurse")).toBeGreaterThan(2 * (await sheShare("engineer")));
});
