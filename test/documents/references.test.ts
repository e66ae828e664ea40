import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { FOREIGN } from "../support/documents/foreign";
import { staleReferences } from "../support/documents/references";
import { seconds } from "../support/time-limits";

const root = path.join(__dirname, "../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

/** Tracked files and new ones; what this folder's own samples say counts nowhere. */
function filesOfRepository(): Map<string, string> {
  const list = ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate"];
  const all = execFileSync("git", list, { cwd: root, encoding: "utf8" }).trim().split("\n");
  const unread = /^test\/documents\/|^package-lock\.json$|\.png$/;
  return new Map(all.map((file) => [file, unread.test(file) ? "" : read(file)]));
}

const IGNORED = read(".gitignore")
  .split("\n")
  .map((line) => line.replace(/\/$/, ""))
  .filter((line) => line !== "");

const describeStale = (files: ReadonlyMap<string, string>): string[] =>
  staleReferences({ files, ignored: IGNORED, foreign: FOREIGN }).map(
    ({ file, line, text, reason }) => `${file}:${line} ${text}: ${reason}`,
  );

test(
  "every path and symbol that a comment or a document names exists",
  { timeout: seconds(60) },
  () => {
    expect(describeStale(filesOfRepository())).toEqual([]);
  },
);

describe("the checker of references", () => {
  const SOURCE = `
    /** Signs in. @throws LabError \`sign-in\` */
    export function requestToken(audience: string): string { return audience + "sign-in"; }
    export interface Endpoint { hostName: string }
    export const MAX_PAGES = 100;
    class LabError extends Error {}
  `;
  const REPOSITORY = {
    "infra/azure/session.ts": SOURCE,
    "infra/index.ts": "export {};",
    "test/run.ts": "export {};",
    "docs/report.png": "",
    "package.json": '{ "scripts": { "golden": "vitest" }, "dependencies": { "yaml": "2" } }',
    "scripts/commands/up.ts":
      'export const file = "report.json"; const id = "cognitiveservices/accounts";',
  };
  const staleIn = (file: string, content: string): string[] =>
    describeStale(new Map(Object.entries({ ...REPOSITORY, [file]: content })));

  test.each([
    ["a file that was renamed", "/** As in `infra/arm-cloud.ts`. */", "infra/arm-cloud.ts"],
    ["a file named without backticks", "// (facts/databricks.md 1.0)", "facts/databricks.md"],
    ["a function that moved and changed its name", "/** See `armResource()`. */", "armResource()"],
    ["a class that is gone", "/** Runs one `Removal`. */", "Removal"],
    ["a member that is gone", "/** Its `Endpoint.hostLabel`. */", "Endpoint.hostLabel"],
    ["a constant that is gone", "/** At most `MAX_ROWS`. */", "MAX_ROWS"],
    ["a parameter that is gone", "/** `retries` is how often. */", "retries"],
    ["a glob that matches nothing", "/** All of `infra/policy/*.ts`. */", "infra/policy/*.ts"],
    ["a folder that is gone", "/** Under `infra/arm/`. */", "infra/arm/"],
    ["a script that is gone", "/** `npm run schema` writes it. */", "npm run schema"],
    ["a command that is gone", "/** `lab board` reads it. */", "lab board"],
    ["a path inside a command", "/** `vitest run test/arm` */", "vitest run test/arm"],
    ["a number of a specification", "/** Metric 4.5 for one occupation. */", "Metric 4.5"],
    ["a range of such numbers", "// the probe's (4.1 to 4.7)", "(4.1 to 4.7)"],
    ["a setting that is gone", "/** With `rai-lab:colour: red`. */", "rai-lab:colour: red"],
    ["a thing outside of the repository", "// read by the class board", "class board"],
  ])("finds %s", (_, comment, text) => {
    const found = staleIn("infra/names/tags.ts", `export {};\n${comment}\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^infra\/names\/tags\.ts:2 /);
    expect(found[0]).toContain(` ${text}: `);
  });

  test.each([
    "`infra/azure/session.ts`, `session.ts`, `infra/…`, `infra/*/session.ts`, infra/index.ts",
    "`requestToken()`, `LabError`, `Endpoint.hostName`, `MAX_PAGES`, `sign-in`, `Promise`",
    "`https://management.azure.com/.default`, `/subscriptions/S`, `GET /models`, `?o=<id>`",
    "`.lab/cloud.json`, `report.json`, `node_modules/`, `<journal>.json`, `127.0.0.1:PORT`",
    "`npm run golden`, `lab up --local`, `cognitiveservices/accounts`",
    "runtimes 15.4 and 16.4 (Python 3.12), power(0.3), a contrast of 4.5 : 1, Spark 3.5 or 4.0",
  ])("accepts %s", (comment) => {
    expect(staleIn("infra/azure/endpoints.ts", `// ${comment}\n`)).toEqual([]);
  });

  test("reads Python, YAML and documents, and counts their lines", () => {
    expect(staleIn("a.py", 'x = "`gone_a`"\n"""Doc of `gone_b`."""\n# `gone_c`\n')).toEqual([
      "a.py:2 gone_b: gone_b is declared nowhere",
      "a.py:3 gone_c: gone_c is declared nowhere",
    ]);
    expect(staleIn("a.yaml", "key: value # `goneKey`\n")).toEqual([
      "a.yaml:1 goneKey: goneKey is declared nowhere",
    ]);
    const document =
      "# Title\n```sh\n`goneInCode`\n```\n[`x.ts`](infra/index.ts)\n`goneHere` [y](y.md)\n";
    expect(staleIn("A.md", document)).toEqual([
      "A.md:6 goneHere: goneHere is declared nowhere",
      "A.md:6 y.md: no such file or folder",
    ]);
  });

  test("a name inside a function of another file does not count", () => {
    const other =
      "export const sum = (xs: number[]) => { const partialSum = 0; return partialSum; };\n";
    const files = { ...REPOSITORY, "infra/sum.ts": other, "infra/a.ts": "// `partialSum`\n" };
    expect(describeStale(new Map(Object.entries(files)))).toHaveLength(1);
  });
});
