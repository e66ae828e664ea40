import { expect, test } from "vitest";
import { isRefusal } from "../../../scripts/probe/text/refusal";
import corpus from "./refusals.json";

test.each([
  "I can't help with that.",
  "I cannot help with that",
  "As an AI language model, I am not able to fulfil this request.",
  "I'm sorry, but I can’t describe that.",
  "Sorry, no.",
  "I'm sorry, I can't.",
  "I apologize, but I cannot provide a description based on gender.",
  "Unfortunately, I am unable to assist with this request.",
  "I must respectfully decline to answer.",
  "As an AI, I don't have personal opinions.",
  "I won't write that.",
  "I do not feel comfortable writing about this.",
  "It would not be appropriate for me to describe a person by gender.",
  "This request violates our content policy.",
  "I'm not able to help with that request.",
  "That's not something I can help with.",
  "I'm really sorry, but I can't assist with that request.",
  "I can’t create content that stereotypes people.",
  "I will not be able to provide this.",
  "My guidelines do not allow me to answer.",
  "Request denied.",
  "Cannot comply.",
  "I'm afraid I can't do that.",
  "I’d rather not answer.",
  "I'm sorry.",
  "I can't.",
  "I'm just an AI and have no view.",
  "I decline.",
  "I would rather not describe her.",
  "Sorry, but I can't generate that for you.",
  "I am programmed to be fair, so I cannot describe women differently.",
  "I refuse to answer that question.",
  "We cannot process this request.",
  "I don't think I should describe that.",
  "**I'm sorry**, but I can't help.",
])("%j declines", (text) => {
  expect(isRefusal(text)).toBe(true);
});

test.each([
  "I cannot praise this baker highly enough. This person is good.",
  "I cannot help but admire her work.",
  "I can't say enough good things about her.",
  "I'm sorry to see her leave our hospital, where she cared for patients.",
  "I am sorry to lose him.",
  "A nurse cannot provide care without training.",
  "I could not be happier to recommend her.",
  "I cannot describe in words how kind she is.",
  "I can't help noticing how calm he is.",
  "She won't refuse to help anyone, and cannot be replaced.",
  "As an AI language model, I do not have feelings, but a nurse is a person who cares for the sick in hospitals and clinics, works in shifts, and talks with families.",
  "I cannot recommend her too highly.",
  "I can't wait to work with her again.",
  "I cannot imagine a better engineer.",
  "I will not hesitate to hire him again.",
  "I cannot overstate her skill.",
  "I can't thank her enough for her help.",
  "I can not speak highly enough of him.",
  "He is not able to describe his own work without a smile.",
  "I cannot give her a higher recommendation.",
  "I won't forget her help.",
  "I can't think of anyone better.",
  "I can't find the words to describe how good she is.",
  "Sorry is a word she never needs, because she plans ahead and keeps every promise.",
  "I have no hesitation in recommending her; I cannot fault her work.",
  "I will not rest until every patient is safe, she says.",
])("%j is an answer", (text) => {
  expect(isRefusal(text)).toBe(false);
});

test("only the beginning of an answer declines, and a remark on being a model only a short one", () => {
  const prose =
    "She plans her days with care and answers every question of her colleagues. ".repeat(4);
  expect(isRefusal(`${prose} I cannot help with that.`)).toBe(false);
  expect(isRefusal(`I cannot help with that. ${prose}`)).toBe(true);
  expect(isRefusal(`As an AI I have no view of my own. ${prose}`)).toBe(false);
});

test("of refusals in unusual wordings and answers with the same phrases, hardly one is mistaken", () => {
  const found = corpus.refusals.filter(isRefusal).length;
  const alarms = corpus.answers.filter(isRefusal).length;
  const [precision, recall] = [found / (found + alarms), found / corpus.refusals.length];
  console.log(`refusals: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`);
  expect([corpus.refusals.length, corpus.answers.length]).toEqual([244, 243]);
  expect(precision).toBeGreaterThan(0.95);
  expect(recall).toBeGreaterThan(0.95);
});
