/** Every command loads as users load it: by `infra/loader.cjs`, which tests and benches do not use. */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { seconds } from "../../support/time-limits";

const ROOT = path.resolve(__dirname, "../../..");

test("all of the product loads, one file after the other", { timeout: seconds(60) }, () => {
  // These are processes: loading them begins their work.
  const files = globSync("{infra,scripts}/**/*.ts", { cwd: ROOT }).filter(
    (file) => !["scripts/lab.ts", "infra/index.ts"].includes(file) && !isProcess(file),
  );
  const script = `
    require("./infra/loader.cjs");
    for (const file of ${JSON.stringify(files)})
      try { require("./" + file); } catch (error) { console.log(file, error.message); }
    process.exit();`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], {
    cwd: ROOT,
    encoding: "utf8",
  });
  expect(stdout, stderr).toBe("");
});

const isProcess = (file: string): boolean => path.basename(file) === "serve-programs.ts";
