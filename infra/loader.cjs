// Removes the types of each TypeScript file on loading, in a tenth of the compiler's time. Line numbers
// do not change, so that stack traces need no source maps. Node loads this file before Pulumi's SDK
// (nodeargs in Pulumi.yaml), and the `lab` command before its sources: the text of dynamic resources is
// then the same in the state of either engine.
const { hash } = require("node:crypto");
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const options = {
  transforms: ["imports", "typescript"],
  disableESTransforms: true,
  // Packages that wait while they load (node-llama-cpp) cannot be required.
  preserveDynamicImport: true,
};

const MODULES = join(__dirname, "../node_modules");
const CACHE = join(MODULES, ".cache/rai-lab");
const HOW = JSON.stringify([options, require("sucrase/package.json").version]);

/** The text without types. It is kept under the hash of its source, so that it is never a stale one. */
function withoutTypes(source) {
  const kept = join(CACHE, hash("sha256", HOW + source));
  try {
    return readFileSync(kept, "utf8");
  } catch {
    const { code } = require("sucrase").transform(source, options);
    keep(kept, code);
    return code;
  }
}

/**
 * Writes a file whole, or not at all: the installation may belong to somebody else. Into a package of
 * another project, which has no modules of its own, nothing is written.
 */
function keep(file, content) {
  if (!existsSync(MODULES)) return;
  try {
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, content);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // Then it is made again next time.
  }
}

require.extensions[".ts"] = (module, file) =>
  module._compile(withoutTypes(readFileSync(file, "utf8")), file);
