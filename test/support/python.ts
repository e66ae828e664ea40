import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";
import type { TestContext } from "vitest";
import { LabError } from "../../infra/errors";
import { notebookEnvironment } from "../../scripts/cloud/databricks";
import { javaHome } from "../../scripts/cloud/toolchain/java";
import { ensurePython } from "../../scripts/cloud/toolchain/python";

const ROOT = path.resolve(__dirname, "../..");
const ENVIRONMENTS = {
  "spark-16.4": notebookEnvironment("jvm", "16.4.x"),
  notebook: notebookEnvironment("sail", "16.4.x"),
  test: {
    // databricks-sdk is 0.156.0 there: newer ones need a certifi that not every registry has.
    requirements: path.join(ROOT, "test/requirements.txt"),
    folder: path.join(ROOT, ".venv/test"),
  },
  azure: {
    requirements: path.join(ROOT, "test/conformance/requirements.txt"),
    folder: path.join(ROOT, ".venv/azure"),
  },
  pulumi: {
    requirements: path.join(ROOT, "test/e2e/pulumi-requirements.txt"),
    folder: path.join(ROOT, ".venv/pulumi"),
  },
};

/** The interpreter of an environment. Where it cannot be made, the test is skipped and the reason printed. */
export async function pythonFor(
  name: keyof typeof ENVIRONMENTS,
  test: TestContext,
): Promise<string> {
  return orSkip(() => ensurePython(ENVIRONMENTS[name]), test);
}

/** The home of a Java that Apache Spark runs on. Without one the test is skipped and the reason printed. */
export const javaFor = (test: TestContext): Promise<string> =>
  orSkip(() => javaHome(process.env), test);

async function orSkip(find: () => Promise<string>, test: TestContext): Promise<string> {
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const reason = `${error.message} (${error.cure ?? "no cure known"})`;
    console.warn(`skipped: ${test.task.name}: ${reason}`);
    return test.skip(reason);
  }
}

/** Runs Python to its end. A failure rejects with what it printed. */
export async function runPython(
  python: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(python, args, {
    env: { PATH: process.env.PATH ?? "", PYTHONDONTWRITEBYTECODE: "1", ...env },
    maxBuffer: 10 * 1024 * 1024,
  });
}
