import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { measuresSection } from "../../../scripts/probe/report/measures-section";
import { pageOf } from "../../../scripts/probe/report/page";
import { scoreJournal, type Score } from "../../../scripts/probe/score";
import type { MetricResult } from "../../../scripts/probe/score/gate/metric-result";
import { syntheticJournal } from "../../support/probe/synthetic";

const { header, ...rest } = syntheticJournal({ samples: 4 });
const spec = { ...header.spec, permutations: 99, bootstrapResamples: 99 };
const score = scoreJournal({ ...rest, header: { ...header, spec } });

/** The card of the second measure, changed. */
function cardWith(change: Partial<MetricResult>): Element {
  const changed: Score = { ...score, metrics: [{ ...score.metrics[1]!, ...change }] };
  const { document } = parseHTML(`<html><body>${measuresSection(changed).text}</body></html>`);
  return document.querySelector(".card")!;
}

test("of many occupations the ones that differ most are drawn, below the average", () => {
  const [one] = score.metrics[1]!.strata;
  const strata = Array.from({ length: 30 }, (_, k) => ({
    ...one!,
    occupation: `job ${k}`,
    effect: k / 100,
    interval: [0, k / 50] as [number, number],
  }));
  const spoken = cardWith({ strata }).querySelector("svg")!.getAttribute("aria-label")!;
  expect(spoken).toContain("average of 30 occupations: ");
  expect(spoken.match(/job \d+/g)).toEqual(Array.from({ length: 12 }, (_, k) => `job ${29 - k}`));
});

test("a measure that could not be estimated says why, and draws no point at no difference", () => {
  const card = cardWith({ verdict: "inconclusive", unestimated: "all answers are alike" });
  expect(card.querySelector("svg")).toBeNull();
  expect(card.textContent).toContain("Could not be estimated: all answers are alike.");
  expect(cardWith({ verdict: "inconclusive" }).querySelector("svg")).not.toBeNull();
});

test("a line that goes on beyond the frame ends in an arrow, and its ends are read out", () => {
  const strata = score.metrics[1]!.strata.slice(0, 1);
  const card = cardWith({ strata, interval: [-0.1, 40], interval90: [0, 30] });
  const svg = card.querySelector("svg")!;
  expect(svg.textContent).toContain("▸");
  expect(svg.textContent).not.toContain("◂");
  expect(svg.getAttribute("aria-label")).toMatch(/ nurse: .*, 95 % interval −0.10 to \+40.00.$/);
});

test("where nothing is compared the default gender comes first, and no section speaks of comparing", () => {
  const page = pageOf({ ...score, metrics: [], verdict: "inconclusive" });
  const { document } = parseHTML(page);
  const headings = [...document.querySelectorAll("h2")].map(({ id }) => id);
  expect(headings.slice(0, 3)).toEqual(["default-gender", "next", "answers"]);
  expect(headings).not.toContain("figures");
  expect(document.querySelector("#next")!.parentElement!.textContent).toContain(
    "Ask the same questions about a woman and about a man",
  );
});
