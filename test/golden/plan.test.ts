import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CONFIGURATIONS, graphOfConfiguration } from "../support/config/configurations";
import { planOf } from "../support/graph/plan";

/**
 * The whole plan of each configuration: its diff shows what a change of the program does to a real
 * cloud.
 */
const NAMES = Object.keys(CONFIGURATIONS);

test.each(NAMES)("the plan of %s is the one on record", async (name) => {
  const plan = `${JSON.stringify(planOf(await graphOfConfiguration(name)), undefined, 2)}\n`;
  const file = join(__dirname, `${name}.json`);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, plan);
  expect(existsSync(file), `${name}.json is missing: npm run golden`).toBe(true);
  expect(plan, "run npm run golden, and read the diff").toBe(readFileSync(file, "utf8"));
});

test("every plan on record is one of them", () => {
  const recorded = readdirSync(__dirname).filter((file) => file.endsWith(".json"));
  expect(recorded.sort()).toEqual(NAMES.map((name) => `${name}.json`).sort());
});
