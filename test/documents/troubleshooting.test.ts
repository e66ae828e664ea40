import { globSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { isPassedOn, troubleshootingPage } from "../support/documents/cures/page";
import { curesOfProduct, type Row } from "../support/documents/cures/rows";
import { seconds } from "../support/time-limits";

const root = path.join(__dirname, "../..");
const FILE = path.join(root, "docs/troubleshooting.md");
const isUpdate = process.env["UPDATE_GOLDEN"] === "1";

/** Messages that somebody else wrote, in places that pass them on. */
const PASSED_ON: Readonly<Record<string, string>> = {
  "infra/errors.ts": "puts a cure into its message",
  "scripts/class/fleet/failures.ts": "the failure of a seat",
  "scripts/class/fleet/journal-lines.ts": "a failure as the journal holds it",
  "scripts/commands/bug/index.ts": "what came instead of the doctor's answer",
  "scripts/commands/class/destroy/find-orphans.ts": "what Azure answers",
  "scripts/commands/class/fleet/stack-jobs.ts": "the first failure of a stack",
  "scripts/commands/class/status/read-status.ts": "why a state or a cloud cannot be read",
  "scripts/commands/class/verify.ts": "what of a seat differs",
  "scripts/commands/cloud/start.ts": "why the local cloud did not start",
  "scripts/commands/stack/evidence.ts": "what Azure answers",
  "scripts/doctor/rules/outside-state.ts": "why the state cannot be read",
  "scripts/engine/cure.ts": "takes a message and its cure apart",
  "scripts/lib/azure/errors.ts": "what Azure answers",
  "scripts/lib/shell/parse.ts": "what the parser says of a command line",
  "scripts/lib/shell/shell.ts": "prints every error",
  "scripts/proof/prove.ts": "what Azure answers",
  "scripts/proof/seat-traces.ts": "what Azure answers",
  "scripts/proof/tagged-resources.ts": "what Azure answers",
};

let rows: Row[];
beforeAll(() => {
  rows = curesOfProduct();
}, seconds(20));

test("docs/troubleshooting.md has what the sources say today (npm run guides)", () => {
  const page = troubleshootingPage(rows);
  if (isUpdate) writeFileSync(FILE, page);
  expect(readFileSync(FILE, "utf8")).toBe(page);
});

test("every message has words of its own, apart from those that are passed on", () => {
  const found = rows.filter(isPassedOn).map(({ source }) => source.replace(/:\d+$/, ""));
  expect([...new Set(found)].sort()).toEqual(Object.keys(PASSED_ON));
});

/** Found by their letters, not by the compiler: what the reader of the sources missed would be missing here. */
test("every cure that the sources spell out is on the page", () => {
  const page = lettersOf(readFileSync(FILE, "utf8"));
  const files = globSync("{infra,scripts}/**/*.ts", { cwd: root });
  const cures = files.flatMap((file) =>
    [
      ...readFileSync(path.join(root, file), "utf8").matchAll(
        /\bcure(?::| =|\()\s*["'`]([^"'`$]{8,})/gi,
      ),
    ].map(([, text = ""]) => `${file}: ${text}`),
  );
  // The message itself ends with it.
  const inMessage = /^infra\/config\/index\.ts: (Keys are|Did you mean)/;
  const spelt = cures.filter((one) => !inMessage.test(one));
  expect(cures.length).toBeGreaterThan(200);
  expect(
    spelt.filter((one) => !page.includes(lettersOf(one.slice(one.indexOf(": ") + 2)))),
  ).toEqual([]);
});

const lettersOf = (text: string): string =>
  text.replace(/ --local\b/g, "").replace(/[^\p{L}\d]/gu, "");
