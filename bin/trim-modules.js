// Deletes what npm installed and nothing here can load: a quarter of it. npm runs it as the script `dependencies` after it
// has changed node_modules, in a clone only; where rai-lab is a package of another project, it deletes nothing.
const { readdirSync, rmSync } = require("node:fs");
const path = require("node:path");

/** Files and folders, by their path in node_modules. */
const UNNEEDED = [
  // Node's own headers: no addon is built.
  /^node-(linux|win)-[a-z0-9]+\/include$/,
  // The history of llama.cpp, for builds of one's own: the binary is a package.
  /^node-llama-cpp\/llama\/gitRelease\.bundle$/,
  // Node reads source maps only when asked to.
  /\.map$/,
  // What bundlers take for other places than Node.
  /^@(azure|typespec)\/[^/]+\/dist\/(browser|react-native)$/,
  /^@azure\/msal-browser\/(dist|lib|src)$/,
  /^@opentelemetry\/[^/]+\/build\/(esm|esnext)$/,
];

/** Who leaves out the tools of development checks no types: what runs has none. TypeScript's own library stays. */
if (process.env.npm_config_omit?.split(/\s+/).includes("dev"))
  UNNEEDED.push(/^(?!typescript\/).*\.[cm]?ts$/);

const MODULES = path.join(__dirname, "../node_modules");

function trim(folder) {
  for (const entry of readdirSync(path.join(MODULES, folder), { withFileTypes: true })) {
    const found = path.posix.join(folder, entry.name);
    if (UNNEEDED.some((form) => form.test(found)))
      rmSync(path.join(MODULES, found), { recursive: true, force: true });
    else if (entry.isDirectory()) trim(found);
  }
}

trim("");
