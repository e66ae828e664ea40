import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import program from "../../infra/index";
import { azure, CLASS, showing } from "../support/graph-azure";
import { planOf } from "../support/graph-plan";
import { graphOf } from "../support/graph";

/** The whole plan of each configuration: what a change to the program does to real clouds is seen in its diff. */
type Config = Record<string, string>;
const STUDENT = { userName: "student@rai-lab.example" };
const WITH_ID = { ...STUDENT, objectId: "00000000-0000-4000-8000-00000000000a" };
const EXTRAS = {
  "rai-lab:budget": '{"amount":50,"emails":["teacher@school.example"],"start":"2027-01-01"}',
  "rai-lab:lock": "true",
  "rai-lab:diagnostics": "true",
  "rai-lab:policy": "{}",
};

const student = (auth: string): Config => ({
  "rai-lab:student": JSON.stringify(auth === "entra" ? WITH_ID : STUDENT),
});
const openai = (auth: string): Config => ({ "rai-lab:openai": JSON.stringify({ auth }) });
const LAYOUTS: Record<string, (auth: string) => Config> = {
  lab: (auth) => ({ ...student(auth), ...openai(auth) }),
  class: (auth) => ({ "rai-lab:layout": "class", ...openai(auth) }),
  seat: (auth) => ({ "rai-lab:layout": "seat", "rai-lab:classStack": "spring", ...student(auth) }),
};

const CONFIGURATIONS: Record<string, Config> = {
  "lab-deployer": {},
  "lab-extras": { ...LAYOUTS["lab"]!("key"), ...EXTRAS },
  "lab-entra-extras": { ...LAYOUTS["lab"]!("entra"), ...EXTRAS },
  "class-seats-extras": { ...LAYOUTS["class"]!("key"), ...EXTRAS, "rai-lab:seats": '["s01","s02","s03"]' },
};
for (const [layout, config] of Object.entries(LAYOUTS))
  for (const auth of ["key", "entra"])
    for (const profile of ["current", "seed"])
      CONFIGURATIONS[`${layout}-${auth}-${profile}`] = { ...config(auth), "rai-lab:profile": profile };

test.each(Object.entries(CONFIGURATIONS))("the plan of %s is the one on record", async (name, config) => {
  const openaiAuth = name.includes("entra") ? "entra" : "key";
  const answers = { ...azure(), read: showing({ ...CLASS, openaiAuth, clusterPolicyId: "POLICY" }) };
  const plan = `${JSON.stringify(planOf(await graphOf(program, { config, answers })), undefined, 2)}\n`;
  const file = join(__dirname, `${name}.json`);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, plan);
  expect(existsSync(file), `${name}.json is missing: npm run golden`).toBe(true);
  expect(plan, "run npm run golden, and read the diff").toBe(readFileSync(file, "utf8"));
});

test("every plan on record is one of them", () => {
  const recorded = readdirSync(__dirname).filter((file) => file.endsWith(".json"));
  expect(recorded.sort()).toEqual(
    Object.keys(CONFIGURATIONS)
      .map((name) => `${name}.json`)
      .sort(),
  );
});
