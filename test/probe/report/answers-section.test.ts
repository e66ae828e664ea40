import { expect, test } from "vitest";
import { maskOf } from "../../../scripts/probe/text/masking";
import { markWords } from "../../../scripts/probe/report/answers-section";

test("marks what was counted and what was taken out, and nothing inside other words", () => {
  const mask = maskOf(["Describe a female leader."]);
  expect(markWords("A leader: She’s kind & leads. Called.", mask).text).toBe(
    'A leader: <mark class="marker">She’s</mark> <mark class="feminine">kind</mark> &amp; <mark class="masculine">leads</mark>. Called.',
  );
});
