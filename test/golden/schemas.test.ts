import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { probeJsonSchema } from "../../scripts/probe/report/schema";

const FILE = join(__dirname, "../../schemas/probe.schema.json");

test("the published schema of the probe's document is the one in the code", () => {
  const text = `${JSON.stringify(probeJsonSchema(), null, 2)}\n`;
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(FILE, text);
  expect(readFileSync(FILE, "utf8"), "if the change is meant: npm run golden").toBe(text);
});
