/**
 * `npm test`: types, lint, format and every test, closed by one line of counts. Arguments are handed to vitest as
 * filters (`npm test -- test/engine`), and then only vitest runs.
 */
import { spawn } from "node:child_process";
import * as path from "node:path";

const ROOT = path.resolve(__dirname, "..");
const CHECKS: Record<string, string[]> = {
  types: ["typescript/bin/tsc", "--noEmit"],
  lint: ["eslint/bin/eslint.js", "."],
  arrows: ["dependency-cruiser/bin/dependency-cruiser.mjs", "infra", "scripts", "bench"],
  unused: ["knip/bin/knip.js"],
  format: ["prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."],
};

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs one check in a process of its own; what it prints is shown when it fails. */
function check(name: string, [script = "", ...args]: string[]): Promise<Count> {
  const child = spawn(process.execPath, [path.join(ROOT, "node_modules", script), ...args], {
    cwd: ROOT,
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) => {
    child.once("close", (code) => {
      console.log(`${code === 0 ? "✓" : "✗"} ${name}${code === 0 ? "" : `\n${said}`}`);
      resolve({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });
    });
  });
}

/** Runs vitest and names every skipped test with its reason: a silent skip is a hole. */
async function tests(filters: string[]): Promise<Count> {
  const { startVitest } = await import("vitest/node");
  const vitest = await startVitest(filters, { root: ROOT, watch: false });
  const count: Count = { passed: 0, failed: vitest.state.getUnhandledErrors().length, skipped: 0 };
  for (const module of vitest.state.getTestModules()) {
    if (
      module.state() === "failed" &&
      [...module.children.allTests()].every((t) => t.result().state !== "failed")
    )
      count.failed++;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === "passed" || result.state === "failed") count[result.state]++;
      if (result.state !== "skipped") continue;
      count.skipped++;
      console.log(`skipped: ${test.fullName}: ${result.note ?? "no reason given"}`);
    }
  }
  await vitest.close();
  return count;
}

async function main(): Promise<void> {
  const filters = process.argv.slice(2);
  const counts: Count[] = [];
  if (filters.length === 0)
    counts.push(
      ...(await Promise.all(Object.entries(CHECKS).map(([name, args]) => check(name, args)))),
    );
  counts.push(await tests(filters));
  const sum = (key: keyof Count): number => counts.reduce((total, count) => total + count[key], 0);
  process.exitCode = sum("failed") > 0 || sum("passed") === 0 ? 1 : 0;
  console.log(`${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`);
}

void main();
