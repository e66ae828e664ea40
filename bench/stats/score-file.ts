import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { PROJECT } from "../../scripts/lib/stack/paths";
import { randomOf } from "../../scripts/probe/stats/random";
import { MIB } from "../figures";
import { sameEverywhere } from "./planted";

/** Time and memory of scoring a file in a process of its own. */
export interface ScoringFigures {
  rows: number;
  seconds: number;
  /** CPU time, which other processes on the machine do not affect. */
  cpuSeconds: number;
  /** Peak memory. */
  mebibytes: number;
  exitCode: number;
}

/** Runs `lab score` on a generated file of `rows` answers: five occupations, three arms, no difference. */
export async function scoreFile(rows: number, seed: number): Promise<ScoringFigures> {
  const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-score-"));
  try {
    const file = path.join(folder, "answers.jsonl");
    writeFileSync(file, linesOf(rows, seed).join(""));
    const usageFile = path.join(folder, "told.json");
    const hook = path.join(folder, "told.cjs");
    writeFileSync(
      hook,
      `process.on("exit", () => require("fs").writeFileSync(${JSON.stringify(usageFile)}, JSON.stringify(process.resourceUsage())));`,
    );
    const started = performance.now();
    const child = spawn(
      process.execPath,
      [
        "--require",
        hook,
        path.join(PROJECT, "bin/lab.js"),
        "score",
        file,
        "--out",
        path.join(folder, "report"),
      ],
      { stdio: "ignore" },
    );
    const [exitCode] = (await once(child, "exit")) as [number];
    const seconds = (performance.now() - started) / 1000;
    const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(
      readFileSync(usageFile, "utf8"),
    ) as NodeJS.ResourceUsage;
    return {
      rows,
      seconds,
      cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
      mebibytes: (maxRSS * 1024) / MIB,
      exitCode,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function linesOf(rows: number, seed: number): string[] {
  const strata = sameEverywhere(randomOf(seed, "rows"), Math.ceil(rows / 15));
  return strata
    .flatMap(({ name, ...arms }) =>
      (["neutral", "female", "male"] as const).flatMap((arm) =>
        arms[arm].map(
          ({ words }) => `${JSON.stringify({ occupation: name, arm, text: words.join(" ") })}\n`,
        ),
      ),
    )
    .slice(0, rows);
}
