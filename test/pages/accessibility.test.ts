/** Report and notebook by axe, on a phone and on a screen, light and dark, everything unfolded. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { writeReport } from "../../scripts/probe/report/write";
import { scoreJournal, type Score } from "../../scripts/probe/score";
import { axeFindings } from "../support/axe";
import { useBrowser } from "../support/browser";
import { temporaryFolder } from "../support/folder";
import { syntheticJournal, type Planted } from "../support/probe/synthetic";
import { seconds } from "../support/time-limits";

const browser = useBrowser();
const PYTHON = resolve(".venv/sail/bin/python");
const RUNNER = resolve("scripts/cloud/databricks/notebooks");

async function findingsIn(file: string): Promise<string[]> {
  const page = await browser().newPage();
  await page.goto(pathToFileURL(file).href);
  await page.evaluate(() => {
    for (const one of document.querySelectorAll("details")) one.open = true;
  });
  return axeFindings(page);
}

/** A score from few resamples: the page is tested, not its figures. */
function scoreOf(planted: Planted, compare?: Planted): Score {
  const { header, ...rest } = syntheticJournal(planted);
  const other = compare ? syntheticJournal(compare).answers : [];
  const spec = {
    ...header.spec,
    permutations: 199,
    bootstrapResamples: 199,
    ...(compare && { compare: "mini" }),
  };
  const answers = [
    ...rest.answers,
    ...other.map((answer) => ({ ...answer, id: `${answer.id}@mini`, deployment: "mini" })),
  ];
  return scoreJournal({ ...rest, header: { ...header, spec }, answers });
}

const difference = { samples: 12, conditions: ["M0", "M1"], feminine: { female: 0.8, other: 0.1 } };
test.each<[Score["verdict"], Planted, Planted?]>([
  ["difference", difference, { ...difference, seed: 2 }],
  ["within margin", { samples: 60, seed: 4 }],
  ["inconclusive", { samples: 2 }],
  ["difference", { samples: 16, sequential: true, feminine: { female: 0.6, other: 0.15 } }],
])(
  "axe finds nothing wrong in a report: %s, %o",
  { timeout: seconds(120) },
  async (verdict, ...planted) => {
    const score = scoreOf(...planted);
    expect(score.verdict).toBe(verdict);
    const folder = temporaryFolder();
    writeReport(score, folder, { notebook: "../notebook.html" });
    expect(await findingsIn(join(folder, "report.html"))).toEqual([]);
  },
);

test("axe finds nothing wrong in the page of the lab's notebook, whatever its cells show", async (context) => {
  context.skip(!existsSync(PYTHON), "the notebook's Python environment is not there");
  const folder = temporaryFolder();
  const notebook = resolve("notebooks/responsible-ai.py");
  execFileSync(PYTHON, ["-c", RENDER, notebook, folder], { env: { PYTHONPATH: RUNNER } });
  expect(await findingsIn(join(folder, "notebook.html"))).toEqual([]);
});

/** The lab's notebook, with every kind of output under every cell of code. */
const RENDER = `
import base64, sys
from pathlib import Path
from runner.execute import CellResult
from runner.outputs import Output
from runner.page import render
from runner.redact import Redactor
from runner.source import parse
cells = parse(Path(sys.argv[1]).read_text())
pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
outputs = [
    Output("text", "nurse 0.5\\n"), Output("error", "ValueError: no"), Output("image", pixel), Output("html", "<p>hello</p>"),
    Output("html", "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><text y='15'>a</text></svg>", alt="a"),
    Output("table", columns=["occupation"] * 30, rows=[["engineer"] * 30]),
]
states = ["ok", "failed", "skipped"]
results = [CellResult(cell, "ok" if cell.kind == "md" else states[n % 3], 1, [outputs[n % 6]]) for n, cell in enumerate(cells)]
(Path(sys.argv[2]) / "notebook.html").write_text(render("/lab/responsible-ai", "SUCCESS", "Sail", results, Redactor()))
`;
