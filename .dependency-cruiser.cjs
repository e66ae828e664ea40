/**
 * What each room may import, file by file; imports of types count. `npm run lint` runs it, and
 * `test/documents/diagram.test.ts` holds the diagram in AGENTS.md to the imports that exist.
 */
const KNOWS = {
  infra: [],
  "scripts/base": [],
  "scripts/engine": ["scripts/base", "infra/azure", "infra/loader.cjs"],
  "scripts/cloud": ["scripts/base"],
  "scripts/providers": [
    "scripts/engine",
    "scripts/cloud",
    "infra/azure/resource-types.ts",
    "infra/azure/gone.ts",
    "infra/azure/retry-after.ts",
    "infra/azure/role-assignments.ts",
  ],
  "scripts/lib": ["scripts/base", "infra/azure", "infra/config", "infra/names"],
  "scripts/prices": [],
  "scripts/probe": [
    "scripts/base",
    "scripts/lib",
    "scripts/prices",
    "infra/azure/retry-after.ts",
    "infra/outputs.ts",
  ],
  "scripts/doctor": [
    "infra/azure/arm-id.ts",
    "infra/azure/principal-type.ts",
    "infra/azure/resource-types.ts",
    "infra/azure/role-assignments.ts",
    "scripts/base",
    "scripts/lib",
    "scripts/proof",
    "infra/config",
    "infra/names",
    "infra/runtimes.ts",
  ],
  "scripts/watch": [
    "infra/azure/resource-types.ts",
    "infra/config",
    "infra/runtimes.ts",
    "scripts/base",
    "scripts/doctor",
    "scripts/lib",
    "scripts/prices",
  ],
  "scripts/trial": ["scripts/base"],
  "scripts/proof": ["scripts/base", "scripts/lib", "infra/azure", "infra/config", "infra/names"],
  "scripts/class": [
    "scripts/base",
    "scripts/doctor",
    "scripts/lib",
    "scripts/prices",
    "infra/config",
    "infra/names",
  ],
};
/** Shared by all rooms: the one error class, and the guard for untyped JSON. */
const GROUND = "^infra/(errors|error-codes|serialisable-error|json-object)[.]ts$";

const literal = (path) => path.replaceAll(".", "[.]");

const roomRule = ([room, known]) => ({
  name: `${room} imports only ${["itself", ...known].join(", ")}`,
  severity: "error",
  from: { path: `^${room}/` },
  to: {
    path: "^(infra|scripts|bench|test)/",
    pathNot: [GROUND, ...[room, ...known].map((other) => `^${literal(other)}(/|$)`)],
  },
});

module.exports = {
  forbidden: [
    { name: "no import circle", severity: "error", from: {}, to: { circular: true } },
    ...Object.entries(KNOWS).map(roomRule),
    {
      name: "the product imports neither benches nor tests",
      severity: "error",
      from: { path: "^(infra|scripts)/" },
      to: { path: "^(bench|test)/" },
    },
    {
      name: "what tests and benches share is the benches'",
      severity: "error",
      from: { path: "^bench/" },
      to: { path: "^test/" },
    },
    {
      name: "what the doctor is held to knows nothing of it",
      severity: "error",
      from: { path: "^bench/doctor/(kinds/|draw|questions|scenario|subscription|truth|world)" },
      to: { path: "^scripts/doctor/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
  },
};
