import { readdirSync } from "node:fs";
import * as path from "node:path";
import { LabError } from "../../../../infra/errors";
import { PROJECT, WORK_FOLDER } from "../../../base/folders";
import type { PythonEnvironment } from "../../toolchain/python";
import type { SparkEngine } from "./notebook";

/** A Spark engine; Apache Spark needs a Java installation. */
export type Spark = { engine: "sail"; javaHome?: undefined } | { engine: "jvm"; javaHome: string };

const RUNTIMES = path.join(PROJECT, "notebooks/runtimes");
/** Of Sail's packages, what neither a notebook nor its runner can need. */
const TRIM: PythonEnvironment["trim"] = {
  unneeded: [
    "**/{test,tests,__pycache__}",
    "{numpy/_core/{_simd,*_tests},pyarrow/_pyarrow_cpp_tests,scipy/*/_test_*}.*.{so,pyd}",
    // What the packages were built from, and with.
    "**/*.{a,c,cpp,h,pxd,pxi,pyx}",
    // `%pip` brings pip back, from Python itself.
    "{pip,pip-*,setuptools,pkg_resources,wheel,_distutils_hack,distutils-precedence.pth}",
    // What editors read.
    "**/*.pyi",
    "*.dist-info/sboms",
    // Arrow's headers and services, which Spark Connect does not use.
    "pyarrow/{include,includes,src}",
    "pyarrow/{libarrow_flight,libarrow_s3,_flight,_s3fs}.*",
    // Copies of a library under the names that only builds ask for: a wheel has no links.
    "pyarrow/libarrow_python{*.{so,so.*.*},_flight.*}",
    // The form for PyPy; CPython loads zstandard's backend_c.
    "zstandard/_cffi.*",
  ],
  use: path.join(__dirname, "use_packages.py"),
};

/** pyspark is published as source only. */
const buildRequirements = path.join(PROJECT, "notebooks/build-requirements.txt");

/**
 * The Python environment that runs notebooks. Sail has one for all runtimes; Apache Spark has one
 * per runtime, with the package versions of that runtime.
 * @throws LabError `usage` for a runtime whose versions are not pinned in `notebooks/runtimes`.
 */
export function notebookEnvironment(engine: SparkEngine, runtime: string): PythonEnvironment {
  if (engine === "sail")
    return {
      requirements: path.join(PROJECT, "notebooks/requirements.txt"),
      buildRequirements,
      folder: path.join(WORK_FOLDER, ".venv/sail"),
      trim: TRIM,
    };
  const version = /^\d+\.\d+/.exec(runtime)?.[0] ?? runtime;
  const pinned = readdirSync(RUNTIMES)
    .map((file) => path.parse(file))
    .filter(({ ext }) => ext === ".txt")
    .map(({ name }) => name);
  if (!pinned.includes(version))
    throw new LabError(
      "usage",
      `the versions of the runtime ${runtime} are not pinned for Apache Spark`,
      {
        where: "notebooks/runtimes",
        cure: `choose one of ${pinned.sort().join(", ")} as databricks.runtime, or omit --spark`,
      },
    );
  return {
    requirements: path.join(RUNTIMES, `${version}.txt`),
    buildRequirements,
    folder: path.join(WORK_FOLDER, `.venv/spark-${version}`),
  };
}
