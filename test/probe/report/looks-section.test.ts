import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { looksSection } from "../../../scripts/probe/report/looks-section";
import { scoreJournal } from "../../../scripts/probe/score";
import { syntheticJournal, type Planted } from "../../support/probe/synthetic";

const sectionOf = (planted: Planted) => {
  const { header, ...rest } = syntheticJournal({ samples: 16, ...planted });
  const spec = { ...header.spec, permutations: 99, bootstrapResamples: 99 };
  const score = scoreJournal({ ...rest, header: { ...header, spec } });
  return {
    score,
    document: parseHTML(`<html><body>${looksSection(score).text}</body></html>`).document,
  };
};

test("the plot says in words, and the table in figures, what z was at each look and where it had to be", () => {
  const { score, document } = sectionOf({
    sequential: true,
    feminine: { female: 0.6, other: 0.15 },
  });
  const spoken = document.querySelectorAll("svg")[1]!.getAttribute("aria-label")!;
  const [, wording] = score.sequential;
  const [first] = wording!.looks;
  expect(document.querySelector("svg")!.getAttribute("role")).toBe("img");
  expect(spoken).toContain(
    `Masculine or feminine wording? −${Math.abs(first!.z).toFixed(2)} at 8 (boundary ${first!.boundary.toFixed(2)}), −`,
  );
  expect(spoken).toContain(`; difference, at ${wording!.decidedAt!}.`);
  expect(document.querySelectorAll("tbody tr")).toHaveLength(6);
  const row = [...document.querySelectorAll("tbody tr")][1]!.textContent;
  expect(row).toContain(`−${Math.abs(first!.z).toFixed(2)} (${first!.boundary.toFixed(2)}); −`);
  expect(document.querySelector("caption")).not.toBeNull();
  // An AUC has no sign, and no end beyond 1.
  expect([...document.querySelectorAll("tbody tr")][0]!.textContent).toMatch(
    /; 0\.\d\d to [01]\.\d\d/,
  );
});

test("a run with one look has no such section", () => {
  expect(sectionOf({}).document.querySelector("section")).toBeNull();
});
