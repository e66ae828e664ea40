/** Notebooks and answers that want to run scripts or to send requests, in a real browser. */
import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { writeReport } from "../../scripts/probe/report/write";
import { scoreJournal } from "../../scripts/probe/score";
import { useBrowser } from "../support/browser";
import { temporaryFolder } from "../support/folder";
import { syntheticJournal } from "../support/probe/synthetic";

const browser = useBrowser();
const PYTHON = resolve(".venv/sail/bin/python");
const RUNNER = resolve("scripts/cloud/databricks/notebooks");

const HOSTILE = [
  "<script>console.log(`hit`); alert(1)</script>",
  '<img src="x" onerror="console.log(`hit`); alert(1)">',
  '<svg onload="console.log(`hit`)"><script>console.log(`hit`)</script></svg>',
  '<iframe src="javascript:console.log(`hit`)"></iframe><iframe src="https://page.example/"></iframe>',
  '<link rel="stylesheet" href="https://page.example/x.css">',
  '<meta http-equiv="refresh" content="0;url=https://page.example/">',
  '<form action="https://page.example/"><input autofocus onfocus="console.log(`hit`)"></form>',
  '<details open ontoggle="console.log(`hit`)">x</details>',
  "[click](javascript:console.log(`hit`))",
  "[click](java\tscript:console.log(`hit`))",
  "<javascript:console.log(`hit`)>",
  "![picture](https://page.example/x.png)",
  "</title></style></section><script>console.log(`hit`)</script>",
  '"><script>console.log(`hit`)</script>',
];

/** Opens a page and returns everything that it tried; nothing leaves this machine. */
async function open(file: string): Promise<string[]> {
  const page = await browser().newPage();
  const tried: string[] = [];
  page.on("dialog", (dialog) => {
    tried.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    if (message.text() === "hit") tried.push(`script in ${message.location().url}`);
  });
  await page.route(/^(?!file:|data:)/, (route) => {
    tried.push(route.request().url());
    return route.abort();
  });
  await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
  for (const link of await page.locator("a", { hasText: /^click$/ }).all()) await link.click();
  if (page.url() !== pathToFileURL(file).href) tried.push(`left for ${page.url()}`);
  await page.close();
  return tried;
}

test("a hostile answer runs nothing and sends nothing from the report", async () => {
  const { answers, ...rest } = syntheticJournal({ samples: 2 });
  const text = HOSTILE.join(" ");
  const folder = temporaryFolder();
  const poisoned = answers.map((answer) => ({
    ...answer,
    model: HOSTILE[0]!,
    text: `${answer.text} ${text}`,
  }));
  writeReport(scoreJournal({ ...rest, answers: poisoned }), folder);
  expect(await open(join(folder, "report.html"))).toEqual([]);
});

test("a hostile notebook runs nothing and sends nothing from its page", async (context) => {
  context.skip(!existsSync(PYTHON), "the notebook's Python environment is not there");
  const folder = temporaryFolder();
  writeFileSync(join(folder, "hostile.json"), JSON.stringify(HOSTILE));
  execFileSync(PYTHON, ["-c", RENDER, folder], { env: { PYTHONPATH: RUNNER } });
  expect(await open(join(folder, "notebook.html"))).toEqual([]);
});

/** Puts every hostile text into every place of a page that a notebook can fill. */
const RENDER = `
import json, sys
from pathlib import Path
from runner.execute import CellResult
from runner.outputs import Output
from runner.page import render
from runner.redact import Redactor
from runner.source import parse
folder = Path(sys.argv[1])
hostile = json.loads((folder / "hostile.json").read_text())
results = []
for text in hostile:
    lines = "".join("# MAGIC " + line + "\\n" for line in ("%md\\n" + text).split("\\n"))
    results.append(CellResult(parse("# Databricks notebook source\\n" + lines)[0], "ok"))
    cell = parse("# Databricks notebook source\\nprint(1)\\n# " + text.replace("\\n", " "))[0]
    outputs = [
        Output("html", text), Output("html", "<svg>" + text + "</svg>"), Output("text", text), Output("error", text),
        Output("table", columns=[text], rows=[[text]]),
    ]
    results.append(CellResult(cell, "ok", outputs=outputs))
html = render(hostile[0], "SUCCESS", hostile[0], results, Redactor())
(folder / "notebook.html").write_text(html)
`;
