// Deletes what npm installed and nothing here can load: a quarter of it. npm runs it as the script `dependencies` after it
// has changed node_modules, in a clone only; where rai-lab is a package of another project, it deletes nothing.
const { existsSync, readdirSync, rmSync } = require("node:fs");
const path = require("node:path");

const MODULES = path.join(__dirname, "../node_modules");

/** Files and folders, by their path in node_modules. */
const UNNEEDED = [
  // Node's own headers and pages: no addon is built.
  /^node-(linux|win)-[a-z0-9]+\/(include|share|CHANGELOG\.md)$/,
  // The history of llama.cpp, for builds of one's own: the binary is a package.
  /^node-llama-cpp\/llama\/gitRelease\.bundle$/,
  // Node reads source maps only when asked to, and compilers what they did the last time.
  /\.(map|tsbuildinfo)$/,
  // What packages tell their own developers.
  /^(@[^/]+\/)?[^@./][^/]*\/(tests?|docs?|benchmarks?|examples?)$/,
  /\/(README|CHANGELOG|HISTORY|CONTRIBUTING)[^/]*\.md$/i,
  // What bundlers take for other places than Node.
  /^@(azure|typespec)\/[^/]+\/dist\/(browser|react-native)$/,
  /^@azure\/msal-browser\/(dist|lib|src)$/,
  /^@opentelemetry\/[^/]+\/build\/(esm|esnext)$/,
  // Pulumi's SDK takes the TypeScript that is installed, and this one only where there is none.
  /^@pulumi\/pulumi\/vendor\/typescript@[^/]+$/,
];

// Without the tools of development no types are checked: what runs has none, and Pulumi's SDK only asks
// TypeScript to read functions.
if (!existsSync(path.join(MODULES, "tsx")))
  UNNEEDED.push(/\.[cm]?ts$/, /^typescript\/lib\/(_tsc\.js|[a-z]{2}(-[a-z]+)?)$/i);

// npm runs under the machine's own Node: where that is of the same version line, the lab runs under it too.
const { npm_node_execpath: ownNode = MODULES, npm_config_user_agent: agent = "" } = process.env;
const [line] = process.versions.node.split(".");
if (!ownNode.startsWith(MODULES) && agent.includes(` node/v${line}.`))
  // Windows deletes no program that runs, as this one does there.
  UNNEEDED.push(/^node-linux-[a-z0-9]+\/bin$/, /^\.bin\/node$/);

function trim(folder) {
  for (const entry of readdirSync(path.join(MODULES, folder), { withFileTypes: true })) {
    const found = path.posix.join(folder, entry.name);
    if (UNNEEDED.some((form) => form.test(found)))
      rmSync(path.join(MODULES, found), { recursive: true, force: true });
    else if (entry.isDirectory()) trim(found);
  }
}

trim("");
