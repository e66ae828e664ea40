#!/usr/bin/env node
// The `lab` command: runs the TypeScript sources directly, so there is no build that could be stale.
const fail = (message) => {
  console.error(message);
  // Never 1, Node's own code after a crash: it is an answer of `lab probe`.
  process.exit(2);
};
const major = Number(process.versions.node.split(".")[0]);
if (major < 22)
  fail(
    `rai-lab needs Node 22 or newer and runs under ${process.versions.node}. ` +
      "On Linux and Windows `npm ci` installs one for `npm start` and `npx lab`; elsewhere install Node 24 (https://nodejs.org).",
  );
try {
  require("../infra/loader.cjs");
  require("../scripts/lab.ts");
} catch (error) {
  fail(`✖ rai-lab is not completely installed: ${error.message.split("\n")[0]}\n  cure:  npm ci`);
}
