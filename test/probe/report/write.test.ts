import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeReport } from "../../../scripts/probe/report/write";
import { scoreJournal } from "../../../scripts/probe/score";
import { syntheticJournal, type Planted } from "../../support/probe/synthetic";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "report-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const write = (planted: Planted, name = "run"): { json: string; html: string } => {
  writeReport(scoreJournal(syntheticJournal(planted)), join(folder, name));
  const read = (file: string): string => readFileSync(join(folder, name, file), "utf8");
  return { json: read("report.json"), html: read("report.html") };
};

const FINISHED: Planted[] = [
  { samples: 20, feminine: { female: 0.55, other: 0.25 } },
  { samples: 60, seed: 4 },
  { samples: 2, conditions: ["M0", "M1"] },
];

test("the same journal gives the same bytes, twice", () => {
  expect(write(FINISHED[0]!, "a")).toEqual(write(FINISHED[0]!, "b"));
  expect(readdirSync(join(folder, "a")).sort()).toEqual([
    "junit.xml",
    "report.html",
    "report.json",
  ]);
});

test("report.json holds the promised document", () => {
  const document = JSON.parse(write({ samples: 4, conditions: ["M0", "M1"] }).json);
  expect(document).toMatchObject({
    schema: "rai-lab/probe/1",
    samples: 120,
    excluded: [],
    files: {
      journal: "journal.jsonl",
      json: "report.json",
      html: "report.html",
      junit: "junit.xml",
    },
    producedBy: {
      kind: "simulated",
      models: ["SIMULATED planted-1"],
      deployment: "gpt-35-turbo",
      apiVersion: "2024-10-21",
    },
    design: { seed: 1, answersPerQuestion: 4, margin: 0.4 },
  });
  expect(document.design.specHash).toMatch(/^[0-9a-f]{64}$/);
  expect(Object.keys(document.metrics[0] as object)).toEqual(
    expect.arrayContaining(["id", "effect", "interval", "p", "pAdjusted", "verdict", "direction"]),
  );
  expect(document.mitigations).toHaveLength(1);
  expect(document.defaultGender).toHaveLength(10);
});

test("no report claims the absence of bias", () => {
  for (const planted of FINISHED) {
    const { json, html } = write(planted);
    expect(`${json}${html}`).not.toMatch(/no bias|unbiased|bias-free|not biased/i);
  }
});

test("the page needs no network and no script, and says what is simulated", () => {
  const { html } = write({ samples: 2, model: "LOCAL MODEL gemma3-270m" });
  expect(html).not.toMatch(/<script|<link|@import|url\(|<img|<iframe/i);
  expect(
    [...html.matchAll(/https?:\/\/[^"'<\s]+/g)]
      .map(([url]) => url)
      .filter((url) => !url.includes("www.w3.org")),
  ).toEqual([]);
  expect(html).toContain(
    "LOCAL MODEL — the answers come from a small language model on this machine",
  );
  expect(write({ samples: 2 }).html).toContain(
    "SIMULATED — the answers are made up, with a known effect",
  );
  expect(write({ samples: 2, model: "gpt-4o-2024-11-20" }).html).not.toContain('class="banner"');
});

test("what a model answers cannot become markup", () => {
  const { html } = write({
    samples: 2,
    change: ({ text }) => ({ text: `<img src=x onerror=alert(1)> & ${text}` }),
  });
  expect(html).not.toContain("<img");
  expect(html).toContain("&lt;img src=x onerror=alert(1)&gt; &amp;");
});
