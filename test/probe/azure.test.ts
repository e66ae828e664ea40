import { ClientSecretCredential } from "@azure/identity";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { authorityService, seedTenant, type Tenant } from "../../scripts/cloud/azure";
import { azureStore } from "../../scripts/cloud/azure/store";
import { grantRole } from "../../scripts/cloud/azure/entra/tenant";
import { TOKEN_SCOPE, type ProbeTarget } from "../../scripts/probe";
import { clientOf } from "../../scripts/probe/ask/client";
import { collect, type CollectOptions } from "../../scripts/probe/ask/collect";
import { specOf } from "../../scripts/probe/design";
import { Journal, readJournal } from "../../scripts/probe/journal";
import { type OpenaiWorld, startOpenai, UNLIMITED } from "../support/openai/world";

/** The probe against the local data plane and authority: the vendors' clients, TLS, limiter and all. */
let lab: OpenaiWorld;
let tenant: Tenant;
let root: string;
let folder: string;
let runs = 0;
beforeAll(async () => {
  lab = await startOpenai(undefined, [authorityService()]);
  await lab.world.hosts.open("authority", "authority");
  tenant = seedTenant(lab.world);
  root = mkdtempSync(join(tmpdir(), "probe-azure-"));
});
afterAll(async () => {
  await lab.stop();
  rmSync(root, { recursive: true });
});
beforeEach(() => {
  lab.world.clock.advance(60_000);
  lab.change({ disableLocalAuth: false });
  folder = join(root, String(runs++));
});

const target = (change: Partial<ProbeTarget> = {}): ProbeTarget => ({
  openaiEndpoint: `${lab.endpoint}/`,
  openaiAccountName: "openai-rai-lab-0a1b2c",
  openaiDeployment: "gpt-35-turbo",
  openaiApiVersion: "2024-10-21",
  openaiAuth: "key",
  openaiKey: lab.key,
  location: "eastus2",
  model: { name: "gpt-4o", version: "2024-11-20", sku: "Standard", capacity: 5 },
  ...change,
});
interface Change extends Partial<Pick<CollectOptions, "rateLimits" | "progress">> {
  samples?: number;
  maxTokens?: number;
  token?: (renew?: boolean) => Promise<string>;
}
/** Asks without scoring; answers what the journal says. */
async function run(
  outputs: ProbeTarget,
  { samples = 2, maxTokens = 100, token, ...change }: Change = {},
) {
  const { clock } = lab.world;
  const spec = { ...specOf({ samples, conditions: ["M0"], seed: 1 }), maxTokens };
  const service = {
    account: "a",
    deployment: "d",
    apiVersion: outputs.openaiApiVersion,
    region: "r",
    model: "m",
  };
  const journal = Journal.open(
    join(folder, "journal.jsonl"),
    spec,
    service,
    () => clock.now(),
    false,
  );
  const sleep = (ms: number): Promise<void> => {
    clock.advance(ms);
    return Promise.resolve();
  };
  try {
    await collect({
      client: await clientOf(outputs, token),
      target: outputs,
      journal,
      clock: { jumps: true, now: () => clock.now(), sleep },
      progress: () => undefined,
      signal: new AbortController().signal,
      ...change,
    });
    return journal.answers;
  } finally {
    journal.close();
  }
}
const events = (): string[] =>
  readJournal(join(folder, "journal.jsonl")).events.map(({ what }) => what);

test("at the lab's quota, limits known or learned, not one request is refused", async () => {
  const { rateLimits } = lab.deploy("gpt-35-turbo");
  expect(await run(target(), { samples: 8, rateLimits })).toHaveLength(120);
  expect(events()).toEqual([]);
  folder = join(root, String(runs++));
  await run(target(), { samples: 8 });
  expect(events()).toEqual([]);
});

test("a quota that is cut while the probe runs is met in smaller portions", async () => {
  const { rateLimits } = lab.deploy("cut");
  let answers = 0;
  const progress = ({ done }: { done: number }): void => {
    if (answers > 0) return;
    answers = done;
    if (answers > 0)
      lab.deploy("cut", {
        rateLimits: rateLimits.map((limit) =>
          limit.key === "token" ? { ...limit, count: 500 } : limit,
        ),
      });
  };
  expect(
    await run(target({ openaiDeployment: "cut" }), { samples: 8, rateLimits, progress }),
  ).toHaveLength(120);
  expect(events()).toContain("the quota changed from 5000 to 500 tokens a minute");
});

test("the v1 path takes the same answers with a key as Bearer", async () => {
  const answers = await run(target({ openaiApiVersion: "v1" }));
  expect(answers).toHaveLength(30);
  expect(answers[0]?.model).toContain("SIMULATED");
});

describe("Entra, keys disabled", () => {
  const credential = (): ClientSecretCredential =>
    new ClientSecretCredential(tenant.tenantId, tenant.clientId, tenant.clientSecret, {
      authorityHost: lab.world.hosts.url("authority", "authority")!,
      disableInstanceDiscovery: true,
    });
  const token = async (): Promise<string> => (await credential().getToken(TOKEN_SCOPE)).token;
  const entra = (change: Partial<ProbeTarget> = {}): ProbeTarget => {
    const { openaiKey: _key, ...rest } = target({ openaiAuth: "entra", ...change });
    return rest;
  };
  beforeEach(() => lab.change({ disableLocalAuth: true }));

  const ROLE = "Cognitive Services OpenAI User";
  const account = (): string => lab.deploy("gpt-35-turbo").id.split("/deployments")[0]!;
  const deployer = () => azureStore(lab.world).principalsByAppId(tenant.clientId)[0]!;

  test("without a data role it is waited for ten minutes; then the error names who lacks which role where", async () => {
    const began = lab.world.clock.now();
    const waits: (string | undefined)[] = [];
    const { rateLimits } = lab.deploy("gpt-35-turbo");
    const outcome = run(entra(), {
      token,
      rateLimits,
      progress: ({ waiting }) => waits.push(waiting),
    });
    await expect(outcome).rejects.toMatchObject({
      code: "service",
      message: `the principal ${deployer().objectId} lacks the role ${ROLE} on the account openai-rai-lab-0a1b2c`,
      cure: expect.stringContaining(`--role "${ROLE}" --assignee ${deployer().objectId}`) as string,
    });
    expect((lab.world.clock.now() - began) / 1000).toBe(600);
    expect(events()).toEqual([
      `the role ${ROLE} is not honoured yet: waiting for up to 10 minutes`,
    ]);
    expect(waits).toContain(`the role ${ROLE} to be honoured, 585 of at most 600 s`);
  });

  test("a role that was assigned a moment ago is waited for, and the run says how long", async () => {
    grantRole(lab.world, deployer(), ROLE, account());
    const roles = azureStore(lab.world).roleAssignments;
    const [assignment] = azureStore(lab.world)
      .roleAssignmentsOf(deployer().objectId)
      .filter(({ scope }) => scope === account());
    roles.put(assignment!.id.toLowerCase(), { ...assignment!, createdAt: lab.world.clock.iso() });
    expect(await run(entra(), { token })).toHaveLength(30);
    expect(events()).toEqual([
      `the role ${ROLE} is not honoured yet: waiting for up to 10 minutes`,
      `the role ${ROLE} is honoured after 120 s`,
    ]);
  });

  test.each(["2024-10-21", "v1"])(
    "with the role it is answered at %s",
    async (openaiApiVersion) => {
      grantRole(lab.world, deployer(), ROLE, account());
      expect(await run(entra({ openaiApiVersion }), { token })).toHaveLength(30);
      expect(events()).toEqual([]);
    },
  );

  test("a token that ended is asked for again, and the run goes on", async () => {
    grantRole(lab.world, deployer(), ROLE, account());
    const worn = await token();
    lab.world.tokens.useCloudClock(true);
    lab.world.clock.advance(3_600_000);
    let current = worn;
    const renewals: string[] = [];
    const answers = await run(entra(), {
      token: async (renew?: boolean) => {
        if (renew === true) renewals.push((current = await token()));
        return current;
      },
    });
    lab.world.tokens.useCloudClock(false);
    expect(answers).toHaveLength(30);
    expect(renewals.length).toBeGreaterThan(0);
  });

  test("a key is refused in words that name the setting", async () => {
    await expect(run(target())).rejects.toMatchObject({
      message: "key sign-in is disabled on the account",
      cure: "set rai-lab:openai.auth to entra and run npx lab up",
    });
  });
});

describe("models", () => {
  test("a reasoning model is asked for as little reasoning as it allows", async () => {
    lab.deploy("luna", {
      model: { format: "OpenAI", name: "gpt-5.6-luna", version: "2026-07-09" },
      rateLimits: UNLIMITED,
    });
    lab.deploy("five", {
      model: { format: "OpenAI", name: "gpt-5", version: "2025-08-07" },
      rateLimits: UNLIMITED,
    });
    const refused = "the deployment does not take";
    const learned: Record<string, string[]> = {
      luna: [`${refused} max_tokens`, "asking with reasoning_effort none"],
      five: [
        `${refused} max_tokens`,
        "asking with reasoning_effort none",
        `${refused} reasoning_effort none`,
        "asking with reasoning_effort minimal",
      ],
    };
    for (const [openaiDeployment, steps] of Object.entries(learned)) {
      folder = join(root, String(runs++));
      const answers = await run(target({ openaiDeployment, openaiApiVersion: "v1" }));
      expect(answers).toHaveLength(30);
      expect(answers.every(({ text }) => text !== "")).toBe(true);
      expect(events()).toEqual(steps);
    }
  });

  test("where the api-version knows no effort, a reasoning model's empty answers end the run", async () => {
    lab.deploy("thinker", {
      model: { format: "OpenAI", name: "gpt-5", version: "2025-08-07" },
      rateLimits: UNLIMITED,
    });
    const thinker = target({
      openaiDeployment: "thinker",
      model: { name: "gpt-5", version: "2025-08-07", sku: "Standard", capacity: 5 },
    });
    await expect(run(thinker)).rejects.toMatchObject({
      message:
        "the model gpt-5 2025-08-07 thinks through its whole budget of 100 tokens: all 16 answers are empty",
    });
    expect(events().at(-1)).toBe("the deployment does not take reasoning_effort low");
    folder = join(root, String(runs++));
    const answers = await run(thinker, { maxTokens: 2000 });
    expect(answers).toHaveLength(30);
    expect(answers.every(({ text }) => text !== "")).toBe(true);
  });

  test("a retired model and a retired api-version are told apart from a missing deployment", async () => {
    lab.deploy("retired", { model: { format: "OpenAI", name: "gpt-35-turbo", version: "0125" } });
    const model = { name: "gpt-35-turbo", version: "0125", sku: "Standard", capacity: 5 };
    await expect(run(target({ openaiDeployment: "retired", model }))).rejects.toMatchObject({
      message: "the model gpt-35-turbo 0125 is retired",
      cure: "set rai-lab:model to a live one: npx lab doctor names the replacement; then npx lab up",
    });
    folder = join(root, String(runs++));
    await expect(run(target({ openaiApiVersion: "2023-03-15-preview" }))).rejects.toMatchObject({
      message: expect.stringContaining(
        "nothing answers at api-version 2023-03-15-preview",
      ) as string,
    });
    folder = join(root, String(runs++));
    await expect(run(target({ openaiDeployment: "nowhere" }))).rejects.toMatchObject({
      message: "there is no deployment nowhere",
    });
  });
});
