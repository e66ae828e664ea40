/** The lab and its tests in years to come, when today's models, runtimes and certificates have ended. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { expect, onTestFinished, test, type TestContext } from "vitest";
import { temporaryFolder } from "../support/folder";
import { documentOf, type ProcessResult, startLab } from "../support/lab";
import { pythonFor } from "../support/python";
import { noTestClock, onDay } from "../support/test-clock";
import { seconds } from "../support/time-limits";

const ROOT = path.resolve(__dirname, "../..");
const YEARS = ["2027-06-15", "2030-06-15", "2036-06-15"];

/** Tests of life cycles, budgets, expiry, certificates and tokens. */
const DATE_BEARING = [
  "test/doctor/rules/budget-start.test.ts",
  "test/doctor/rules/model-life-cycle.test.ts",
  "test/doctor/rules/runtime-life.test.ts",
  "test/infra/components/budget.test.ts",
  "test/infra/policy/rules/expiry.test.ts",
  "test/infra/runtimes.test.ts",
  "test/cloud/azure/catalogue.test.ts",
  "test/cloud/azure/consumption/budget-routes.test.ts",
  "test/cloud/core/tls.test.ts",
  "test/cloud/core/tokens.test.ts",
  "test/lib/stack/settings.test.ts",
];

function needTestClock(context: TestContext): void {
  if (noTestClock === undefined) return;
  console.warn(`skipped: ${noTestClock}`);
  context.skip(noTestClock);
}

/** Runs one command on another day. */
const labOn = (day: string, home: string, ...args: string[]): Promise<ProcessResult> =>
  startLab(home, args, { env: onDay(day) }).ended;

test(
  "in 2036 a rehearsal passes, and nothing is left",
  { timeout: seconds(90) },
  async (context) => {
    needTestClock(context);
    // The certificates of a registry have ended by then.
    await pythonFor("notebook", context);
    const ended = await labOn(
      YEARS[2]!,
      temporaryFolder(),
      "rehearse",
      "--model",
      "planted",
      "--json",
    );
    expect(ended.code, ended.stderr).toBe(0);
    expect(documentOf(ended)).toMatchObject({
      notebook: { state: "success" },
      probe: { samples: 240 },
      proof: { left: [], unknown: [] },
    });
    expect(ended.stderr).toMatch(/the local cloud's clock: .*; today is 2036-06/);
  },
);

test(
  "a world that is opened again every few years stays clear",
  { timeout: seconds(60) },
  async (context) => {
    needTestClock(context);
    const home = temporaryFolder();
    for (const day of ["2026-12-01", "2030-06-15", "2036-06-15"]) {
      const ended = await labOn(day, home, "doctor", "--local", "--json");
      expect(ended.code, `${day}: ${ended.stderr}`).toBe(0);
      expect(documentOf(ended)).toMatchObject({ verdict: "clear" });
    }
  },
);

test.for(YEARS)(
  "on %s the tests that bear dates pass",
  { timeout: seconds(60) },
  async (day, context) => {
    needTestClock(context);
    const vitest = path.join(ROOT, "node_modules/vitest/vitest.mjs");
    const { VITEST: _, ...env } = process.env;
    const child = spawn(
      process.execPath,
      [vitest, "run", "--no-isolate", "--maxWorkers=1", ...DATE_BEARING],
      {
        cwd: ROOT,
        env: { ...env, ...onDay(day) },
      },
    );
    onTestFinished(() => void child.kill("SIGKILL"));
    let text = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
    const [code] = await once(child, "close");
    expect(code, text).toBe(0);
    expect(text).toContain(`Test Files  ${DATE_BEARING.length} passed`);
  },
);
