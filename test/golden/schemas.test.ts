import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { classReportJsonSchema } from "../../scripts/probe/report/class/schema";
import { probeJsonSchema } from "../../scripts/probe/report/schema";
import { watchJsonSchema } from "../../scripts/watch/document";

test.each([
  ["probe", probeJsonSchema()],
  ["class-report", classReportJsonSchema()],
  ["watch", watchJsonSchema()],
])("the published schema of the document of lab %s is the one in the code", (name, schema) => {
  const file = join(__dirname, `../../schemas/${name}.schema.json`);
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, text);
  expect(readFileSync(file, "utf8"), "if the change is meant: npm run golden").toBe(text);
});
