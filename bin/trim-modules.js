// Deletes what npm installed and nothing here can load: a third of it. npm runs it as the script `dependencies` after it
// has changed node_modules, in a clone only; where rai-lab is a package of another project, it deletes nothing.
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const MODULES = path.join(__dirname, "../node_modules");

/** Files and folders, by their path in node_modules. */
const UNNEEDED = [
  // Node's own headers and pages: no addon is built.
  /^node-(linux|win)-[a-z0-9]+\/(include|share|CHANGELOG\.md)$/,
  // The history of llama.cpp, for builds of one's own: the binary is a package.
  /^node-llama-cpp\/llama\/gitRelease\.bundle$/,
  // Processors of which another one that stays knows every instruction that the weights' formats use.
  /^@node-llama-cpp\/linux-x64\/.*\/libggml-cpu-(sse42|ivybridge|piledriver|cannonlake|icelake|cooperlake|zen4)\.so$/,
  // Node reads source maps only when asked to, and compilers what they did the last time.
  /\.(map|tsbuildinfo)$/,
  // What packages tell their own developers.
  /^(@[^/]+\/)?[^@./][^/]*\/(tests?|docs?|benchmarks?|examples?|yarn\.lock)$/,
  /\/(README|CHANGELOG|HISTORY|CONTRIBUTING)[^/]*\.md$/i,
  /^css-what\/src$/,
  // What bundlers take for other places than Node.
  /(^|\/)@(azure|azure-rest|typespec)\/[^/]+\/dist\/(browser|react-native|workerd)$/,
  /^@azure\/msal-browser\/(dist|lib|src)$/,
  /(^|\/)@opentelemetry\/[^/]+\/build\/(esm|esnext)$/,
  /^(csv-parse|robust-predicates|@js-sdsl\/[^/]+)\/(dist\/)?(umd|iife)$/,
  /^(d3\/dist\/d3|@observablehq\/plot\/dist\/plot\.umd)(\.min)?\.js$/,
  /^(yaml\/browser|linkedom\/worker\.js|protobufjs\/dist|source-map\/dist)$/,
  // Pulumi's SDK takes the TypeScript that is installed, and this one only where there is none.
  /^@pulumi\/pulumi\/vendor\/typescript@[^/]+$/,
];

// Without the tools of development no types are checked: what runs has none, and Pulumi's SDK only asks
// TypeScript to read functions. No module is imported either that can be required.
if (!fs.existsSync(path.join(MODULES, "tsx")))
  UNNEEDED.push(
    /\.[cm]?ts$/,
    /^typescript\/lib\/(_tsc\.js|[a-z]{2}(-[a-z]+)?)$/i,
    /(^|\/)@(azure|azure-rest|typespec)\/[^/]+\/dist\/esm$/,
    /^(openai|@azure\/msal-[a-z]+|@opentelemetry\/semantic-conventions)\/.*\.mjs$/,
    /^@azure\/msal-(common|node)\/dist(-browser)?$/,
    /^(csv-parse|sucrase)\/dist\/esm$/,
    /^(pkijs|asn1js)\/build\/index\.es\.js$/,
  );

// npm runs under the machine's own Node: where that is of the same version line, the lab runs under it too.
const { npm_node_execpath: ownNode = MODULES, npm_config_user_agent: agent = "" } = process.env;
const [line] = process.versions.node.split(".");
if (!ownNode.startsWith(MODULES) && agent.includes(` node/v${line}.`))
  // Windows deletes no program that runs, as this one does there.
  UNNEEDED.push(/^node-linux-[a-z0-9]+\/bin$/, /^\.bin\/node$/);

/** What is left of these loses what only debuggers read. */
const SHORTENED = [
  [/^node-linux-[a-z0-9]+\/bin\/node$/, cutNode],
  [/^@node-llama-cpp\/.*\.(so|node)$/, cutSymbols],
  [/^@pulumi\/.*\.js$/, cutSourceMap],
];

/** Loaded for Linux alone, where npm has brought a Node that can. */
function cutSymbols(file) {
  require("../infra/loader.cjs");
  require("../scripts/cloud/toolchain/symbols.ts").cutSymbols(file);
}

/** Node runs this: a program that runs is replaced, never written. */
function cutNode(file) {
  const draft = `${file}.part`;
  fs.copyFileSync(file, draft);
  cutSymbols(draft);
  execFileSync(draft, ["--version"]);
  fs.renameSync(draft, file);
}

/** Takes a source map from a file's last line. */
function cutSourceMap(file) {
  const content = fs.readFileSync(file);
  const at = content.lastIndexOf("\n//# sourceMappingURL=data:") + 1;
  if (at > 0 && !content.subarray(at).toString("latin1").trimEnd().includes("\n"))
    fs.truncateSync(file, at);
}

function trim(folder) {
  for (const entry of fs.readdirSync(path.join(MODULES, folder), { withFileTypes: true })) {
    const found = path.posix.join(folder, entry.name);
    const whole = path.join(MODULES, found);
    if (UNNEEDED.some((form) => form.test(found)))
      fs.rmSync(whole, { recursive: true, force: true });
    else if (entry.isDirectory()) trim(found);
    else if (entry.isFile())
      for (const [form, shorten] of SHORTENED) if (form.test(found)) shorten(whole);
  }
}

trim("");
