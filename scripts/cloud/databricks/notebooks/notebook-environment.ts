import { readdirSync } from "node:fs";
import * as path from "node:path";
import { LabError } from "../../../../infra/errors";
import type { PythonEnvironment } from "../../toolchain/python";
import type { SparkEngine } from "./notebook";

/** An engine with what it needs of the machine. */
export type Spark = { engine: "sail" } | { engine: "jvm"; javaHome: string };

const ROOT = path.resolve(__dirname, "../../../..");
const RUNTIMES = path.join(ROOT, "notebooks/runtimes");

/**
 * The Python that runs notebooks, made on first use. On Sail it is one for every runtime; on Apache Spark it holds the
 * versions that the cluster's runtime ships. @throws LabError `usage` for a runtime whose versions are not pinned here.
 */
export function notebookEnvironment(engine: SparkEngine, runtime: string): PythonEnvironment {
  if (engine === "sail")
    return {
      requirements: path.join(ROOT, "notebooks/requirements.txt"),
      folder: path.join(ROOT, ".venv/notebook"),
    };
  const version = /^\d+\.\d+/.exec(runtime)?.[0] ?? runtime;
  const pinned = readdirSync(RUNTIMES).map((file) => path.parse(file).name);
  if (!pinned.includes(version))
    throw new LabError(
      "usage",
      `the versions of the runtime ${runtime} are not pinned for Apache Spark`,
      {
        where: "notebooks/runtimes",
        cure: `choose one of ${pinned.sort().join(", ")} as databricks.runtime, or leave --spark out`,
      },
    );
  return {
    requirements: path.join(RUNTIMES, `${version}.txt`),
    folder: path.join(ROOT, `.venv/spark-${version}`),
  };
}
