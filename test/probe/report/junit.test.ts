import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { junitOf } from "../../../scripts/probe/report/junit";
import { scoreJournal, type Score } from "../../../scripts/probe/score";
import { syntheticJournal } from "../../support/probe/synthetic";

test("difference fails, within margin passes, inconclusive is skipped with its reason", () => {
  const score = scoreJournal(syntheticJournal({ samples: 2 }));
  const verdicts = ["difference", "within margin", "inconclusive"] as const;
  const metrics = score.metrics.map((metric, k) => ({ ...metric, verdict: verdicts[k % 3]! }));
  const xml = junitOf({ ...score, metrics, obstacles: [] } satisfies Score);
  const { document } = parseHTML(
    xml.replace(/^<\?xml.*\n/, "").replace(/<(\w+)([^<>]*)\/>/g, "<$1$2></$1>"),
  );
  const suite = document.querySelector("testsuite")!;
  const count = (verdict: string): string =>
    String(metrics.filter((metric) => metric.verdict === verdict).length);
  expect(suite.getAttribute("tests")).toBe(String(metrics.length + 1));
  expect(suite.getAttribute("failures")).toBe(count("difference"));
  expect(suite.getAttribute("skipped")).toBe(count("inconclusive"));
  const [comparable, ...cases] = [...document.querySelectorAll("testcase")];
  expect(comparable!.getAttribute("name")).toBe("Can the answers be compared?");
  expect(comparable!.querySelector("failure, skipped")).toBeNull();
  expect(cases.map((one) => one.querySelector("failure, skipped")?.tagName.toLowerCase())).toEqual(
    metrics.map(
      ({ verdict }) =>
        ({ difference: "failure", "within margin": undefined, inconclusive: "skipped" })[verdict],
    ),
  );
  for (const one of document.querySelectorAll("skipped"))
    expect(one.getAttribute("message")).toMatch(/^Not settled/);
});

/** XML 1.0's production `Char`: nothing else may be in a document. */
const XML_TEXT = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

test("no character of a model's name makes the file unreadable for XML", () => {
  const { answers, ...rest } = syntheticJournal({ samples: 2 });
  const controls = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).join("");
  const model = `gpt${controls}\ud800 \udfff\ufffe\uffff \u{1f600}`;
  const score = scoreJournal({ ...rest, answers: answers.map((a) => ({ ...a, model })) });
  const xml = junitOf(score);
  expect(xml).toContain("gpt\ufffd");
  expect(xml).toContain("\u{1f600}");
  expect(xml).toMatch(XML_TEXT);
});
