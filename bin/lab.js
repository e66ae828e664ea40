#!/usr/bin/env node
// The `lab` command: runs the TypeScript sources directly, so there is no build that could be stale.
const major = Number(process.versions.node.split(".")[0]);
if (major < 22) {
  console.error(
    `rai-lab needs Node 22 or newer and runs under ${process.versions.node}. ` +
      "On Linux and Windows `npm ci` installs one for `npm start` and `npx lab`; elsewhere install Node 24 (https://nodejs.org).",
  );
  process.exit(2);
}
// Else tsx looks for it from where the command is called, and elsewhere serialises dynamic resources in another way.
process.env.TSX_TSCONFIG_PATH ??= require.resolve("../tsconfig.json");
require("tsx/cjs");
require("../scripts/lab.ts");
