// What the Pulumi CLI starts. Its own TypeScript loader would check types, of packages whose types `npm ci --omit=dev`
// leaves out.
require("../loader.cjs");
require("./index.ts");
