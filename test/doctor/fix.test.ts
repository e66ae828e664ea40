import { afterEach, beforeEach, expect, test } from "vitest";
import { identityTagsOf } from "../../infra/names/tags";
import { namesOf } from "../../infra/names/physical-names";
import { keyOf } from "../../scripts/cloud/azure/arm/ids";
import { azureStore } from "../../scripts/cloud/azure/store";
import { applyFix, ask, type Examined, type RuleId } from "../../scripts/doctor";
import { startLabCloud, type LabCloud } from "../support/azure/lab-cloud";
import { defaultConfigOf, NOW, STACK } from "../support/doctor/context";

let cloud: LabCloud;
beforeEach(async () => {
  cloud = await startLabCloud();
});
afterEach(() => cloud.stop());

/** The cloud's clock, which jumps when a client polls. */
const clock = { now: () => cloud.world.clock.now(), sleep: () => Promise.resolve() };

async function examine(rule: RuleId): Promise<Examined> {
  const input = { config: defaultConfigOf(), session: cloud.session, now: NOW, only: [rule] };
  const [question] = ask(input);
  return question!.answer;
}

/** A soft-deleted account with the stack's own name. */
async function deletedAccount(tags: Record<string, string>): Promise<void> {
  const { resourceGroup, openaiAccount } = namesOf({
    subscriptionId: cloud.session.subscriptionId,
    ...STACK,
  });
  const { cognitive, resources } = cloud.clients;
  await resources.resourceGroups.createOrUpdate(resourceGroup, { location: "eastus2" });
  const account = {
    kind: "OpenAI",
    location: "eastus2",
    sku: { name: "S0" },
    properties: {},
    tags,
  };
  const fast = { updateIntervalInMs: 1 };
  await cognitive.accounts.beginCreateAndWait(resourceGroup, openaiAccount, account, fast);
  await cognitive.accounts.beginDeleteAndWait(resourceGroup, openaiAccount, fast);
}

const never = new AbortController().signal;

test("the stack's own soft-deleted account is purged, and nothing is refused afterwards", async () => {
  await deletedAccount(identityTagsOf(STACK));
  const { finding, fix } = await examine("soft-deleted-name");
  expect(finding).toMatchObject({
    status: "refused",
    commands: ["npx lab doctor dev --fix --rule soft-deleted-name"],
  });
  expect(await applyFix(fix!, cloud.session, clock, never)).toEqual({
    did: expect.stringMatching(/^purge the soft-deleted account oai-rai-lab-dev-/),
  });
  expect(azureStore(cloud.world).deletedAccounts.values()).toEqual([]);
  expect((await examine("soft-deleted-name")).finding.status).toBe("ok");
});

test.each([
  ["no tags", {}],
  ["another stack's tags", identityTagsOf({ project: "rai-lab", stack: "other" })],
])("an account with the name and %s may be somebody else's: no safe cure", async (_, tags) => {
  await deletedAccount(tags);
  const { finding, fix } = await examine("soft-deleted-name");
  expect(finding.status).toBe("refused");
  expect([finding.commands, fix]).toEqual([undefined, undefined]);
});

test("missing resource providers are registered, and waited for", async () => {
  const namespaces = ["Microsoft.CognitiveServices", "Microsoft.Databricks"];
  const { providers } = azureStore(cloud.world);
  for (const namespace of namespaces)
    providers.put(keyOf(`${cloud.session.subscriptionId}/${namespace}`), {
      namespace,
      registrationState: "NotRegistered",
    });
  const { fix } = await examine("providers-registered");
  expect(fix).toEqual({ kind: "register providers", namespaces });
  const applied = await applyFix(fix!, cloud.session, clock, never);
  expect(applied.failure).toBeUndefined();
  expect((await examine("providers-registered")).finding.status).toBe("ok");
});

test("what Azure refuses is a failure with its reason, not an error", async () => {
  const account = { location: "eastus2", resourceGroup: "rg", name: "none" };
  const student = await cloud.asStudent();
  const applied = await applyFix({ kind: "purge account", account }, student, clock, never);
  expect(applied).toEqual({
    did: "purge the soft-deleted account none",
    failure: expect.stringContaining("AuthorizationFailed"),
  });
});
