import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  costTable,
  type PlannedResource,
  type RecordedPlan,
  resourceTable,
  withSection,
} from "../support/approve/page";

const FILE = join(__dirname, "../../docs/approve.md");
const planOf = (settings: string, name: string): RecordedPlan => ({
  settings,
  resources: JSON.parse(readFileSync(join(__dirname, `${name}.json`), "utf8")) as PlannedResource[],
});

test("the approver's page has every resource of the recorded plans, and the money of the price list", async () => {
  const plans = [
    planOf("always", "lab-deployer"),
    planOf("`student`", "lab-key-current"),
    planOf("`openai.auth`", "lab-entra-current"),
    planOf("optional", "lab-entra-extras"),
  ];
  const page = readFileSync(FILE, "utf8");
  const text = withSection(
    withSection(page, "resources", resourceTable(plans)),
    "money",
    await costTable(),
  );
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(FILE, text);
  expect(readFileSync(FILE, "utf8"), "if the change is meant: npm run golden").toBe(text);
});
