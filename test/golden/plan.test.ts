import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseConfig } from "../../infra/config";
import { lab } from "../../infra/lab";
import { planOf } from "../support/graph-plan";
import { graphOf } from "../support/graph";

/** The whole plan of each configuration: what a change to the program does to real clouds is seen in its diff. */
const STUDENT = { "rai-lab:student": '{"userName":"student@rai-lab.example"}' };
const EXTRAS = {
  "rai-lab:budget": '{"amount":50,"emails":["teacher@school.example"],"start":"2027-01-01"}',
  "rai-lab:lock": "true",
  "rai-lab:diagnostics": "true",
  "rai-lab:policy": "{}",
};
const ENTRA = {
  "rai-lab:openai": '{"auth":"entra"}',
  "rai-lab:student": '{"userName":"student@rai-lab.example","objectId":"00000000-0000-4000-8000-00000000000a"}',
};
const CONFIGURATIONS: Record<string, Record<string, string>> = {
  deployer: {},
  student: STUDENT,
  seed: { ...STUDENT, "rai-lab:profile": "seed" },
  extras: { ...STUDENT, ...EXTRAS },
  entra: ENTRA,
  "entra-extras": { ...ENTRA, ...EXTRAS },
};

test.each(Object.entries(CONFIGURATIONS))("the plan of %s is the one on record", async (name, config) => {
  const graph = await graphOf(() => lab(parseConfig(config, "rai-lab", "dev")));
  const plan = `${JSON.stringify(planOf(graph), undefined, 2)}\n`;
  const file = join(__dirname, `${name}.json`);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, plan);
  expect(existsSync(file), `${name}.json is missing: npm run golden`).toBe(true);
  expect(plan, "run npm run golden, and read the diff").toBe(readFileSync(file, "utf8"));
});
