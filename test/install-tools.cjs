// npm runs this before `npm test`: where `npm ci --omit=dev` left the tools of development out, it installs them. What was
// installed comes back when that fails, so that the lab still runs.
const { spawnSync } = require("node:child_process");
const { existsSync, renameSync, rmSync } = require("node:fs");
const path = require("node:path");

const ROOT = path.join(__dirname, "..");
const MODULES = path.join(ROOT, "node_modules");
const BEFORE = `${MODULES}.before`;
const REMOVE = { recursive: true, force: true };
/** A tool, and types: those of what runs are deleted where there are no tools. */
const NEEDED = ["tsx", "@pulumi/pulumi/index.d.ts"];

function install() {
  rmSync(BEFORE, REMOVE);
  if (existsSync(MODULES)) renameSync(MODULES, BEFORE);
  const npm = spawnSync("npm ci --include=dev", { cwd: ROOT, shell: true, encoding: "utf8" });
  if (npm.status !== 0) {
    rmSync(MODULES, REMOVE);
    if (existsSync(BEFORE)) renameSync(BEFORE, MODULES);
    throw new Error(npm.stderr.trim().split("\n")[0]);
  }
  rmSync(BEFORE, REMOVE);
}

if (!NEEDED.every((needed) => existsSync(path.join(MODULES, needed)))) {
  console.log("installing the tools of development, which a first run does without");
  try {
    install();
  } catch (error) {
    console.error(`✖ the tools of development could not be installed: ${error.message}`);
    console.error("  cure:  npm ci, where the npm registry can be reached");
    process.exitCode = 1;
  }
}
