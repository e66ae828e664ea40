import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { junitOf } from "../../../scripts/probe/report/junit";
import { scoreJournal, type Score } from "../../../scripts/probe/score";
import { syntheticJournal } from "../../support/probe/synthetic";

test("difference fails, within margin passes, inconclusive is skipped with its reason", () => {
  const score = scoreJournal(syntheticJournal({ samples: 2 }));
  const verdicts = ["difference", "within margin", "inconclusive"] as const;
  const metrics = score.metrics.map((metric, k) => ({ ...metric, verdict: verdicts[k % 3]! }));
  const xml = junitOf({ ...score, metrics } satisfies Score);
  const { document } = parseHTML(
    xml.replace(/^<\?xml.*\n/, "").replace(/<(\w+)([^<>]*)\/>/g, "<$1$2></$1>"),
  );
  const suite = document.querySelector("testsuite")!;
  const count = (verdict: string): string =>
    String(metrics.filter((metric) => metric.verdict === verdict).length);
  expect(suite.getAttribute("tests")).toBe(String(metrics.length));
  expect(suite.getAttribute("failures")).toBe(count("difference"));
  expect(suite.getAttribute("skipped")).toBe(count("inconclusive"));
  const cases = [...document.querySelectorAll("testcase")];
  expect(cases.map((one) => one.querySelector("failure, skipped")?.tagName.toLowerCase())).toEqual(
    metrics.map(
      ({ verdict }) =>
        ({ difference: "failure", "within margin": undefined, inconclusive: "skipped" })[verdict],
    ),
  );
  for (const one of document.querySelectorAll("skipped"))
    expect(one.getAttribute("message")).toMatch(/^Not settled/);
});
