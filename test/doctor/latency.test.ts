import { expect, test } from "vitest";
import { azureStore } from "../../scripts/cloud/azure/store";
import { seedTable, table } from "../../scripts/cloud/azure/tables";
import { doctor } from "../../scripts/doctor";
import { startLabCloud } from "../support/azure/lab-cloud";
import { Rounds } from "../support/azure/rounds";
import { configOf, NOW } from "../support/doctor/context";

/** Where an answer takes 150 ms, the doctor takes less than 3 s. */
const ANSWER_MS = 150;
const LIMIT_MS = 3_000;
/** Accounts of others, in each of which the doctor looks for a deprecated model. */
const ACCOUNTS = 20;

const student = {
  userName: "student@rai-lab.example",
  objectId: "00000000-0000-0000-0000-0000000000cc",
};
const everything = {
  student,
  openai: { auth: "entra" },
  budget: { amount: 50, emails: ["teacher@school.example"], start: "2026-12-01" },
  diagnostics: true,
};

test.each([
  ["a lab without keys, with every optional part", everything],
  ["a seat of no class", { layout: "seat", classStack: "nowhere", student }],
])("the sign-in and all rules about %s take few answers one after another", async (_, settings) => {
  const rounds = new Rounds();
  const start = await rounds.of(startLabCloud(rounds.hold));
  const cloud = start.value;
  const { clients, session, world } = cloud;
  try {
    const location = "swedencentral";
    const make = async (name: string) => {
      const properties = { customSubDomainName: name };
      const account = { kind: "OpenAI", location, sku: { name: "S0" }, properties };
      await clients.cognitive.accounts.beginCreate("rg-others", name, account);
    };
    await rounds.of(clients.resources.resourceGroups.createOrUpdate("rg-others", { location }));
    await rounds.of(
      Promise.all(Array.from({ length: ACCOUNTS }, (__, n) => make(`oai-others-${n}`))),
    );
    expect(azureStore(world).accounts.values()).toHaveLength(ACCOUNTS);
    const { rows } = table(world, "models");
    seedTable(world, "models", { rows: rows.map((row) => ({ ...row, lifecycle: "Deprecating" })) });

    const asked = await rounds.of(doctor({ config: configOf(settings), session, now: NOW }));
    expect(asked.rounds).toBeGreaterThan(0);
    expect((start.rounds + asked.rounds) * ANSWER_MS).toBeLessThan(LIMIT_MS);
  } finally {
    await cloud.stop();
  }
});
