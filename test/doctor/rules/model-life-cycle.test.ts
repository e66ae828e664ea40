import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ok, startFakeArm, type FakeArm } from "../../support/azure/fake-arm";
import { finding, makeHealthy, model, paths } from "../../support/doctor/paths";
import { SUBSCRIPTION } from "../../support/doctor/context";

const RULE = "model-life-cycle";
let arm: FakeArm;
beforeAll(async () => {
  arm = await startFakeArm();
});
afterAll(() => arm.stop());
beforeEach(() => makeHealthy(arm));

const list = (...models: unknown[]): unknown =>
  arm.answers.set(paths.models, ok({ value: models }));
const luna = model({
  name: "gpt-5.6-luna",
  version: "2026-07-09",
  deprecation: { inference: "2028-01-11T00:00:00Z" },
  skus: [{ name: "Standard" }],
});
const embedding = model({
  name: "text-embedding-3-large",
  version: "1",
  capabilities: { embeddings: "true" },
});

test("a model in its prime is ok, with its end", async () => {
  expect(await finding(arm, RULE)).toEqual({
    rule: RULE,
    status: "ok",
    code: "ok",
    message: "gpt-4o 2024-11-20 can be deployed, and works until 2027-04-14",
    cure: "",
    evidence:
      "lifecycleStatus GenerallyAvailable, deprecation.inference 2027-04-14, Standard deprecationDate absent",
  });
});

test("a date in the past is a refusal, even while the word still says GenerallyAvailable; Azure's replacement is the cure", async () => {
  const deprecation = { inference: "2025-11-11T00:00:00Z" };
  const replacementConfig = { targetModelName: "gpt-5.6-sol", targetModelVersion: "2026-07-09" };
  list(luna, model({ deprecation, replacementConfig }));
  expect(await finding(arm, RULE)).toEqual({
    rule: RULE,
    status: "refused",
    code: "ServiceModelDeprecated",
    message: "gpt-4o 2024-11-20 retired on 2025-11-11",
    cure: "set rai-lab:model.name and rai-lab:model.version to gpt-5.6-sol 2026-07-09, the replacement Azure names",
    evidence:
      "lifecycleStatus GenerallyAvailable, deprecation.inference 2025-11-11, Standard deprecationDate absent",
  });
});

test("the word Deprecated means retired; without a replacement the longest-lived open chat model is the cure", async () => {
  const preview = model({ name: "gpt-6", version: "1", lifecycleStatus: "Preview" });
  const nano = model({
    name: "gpt-5.4-nano",
    version: "2",
    deprecation: { inference: "2027-09-21T00:00:00Z" },
  });
  list(model({ lifecycleStatus: "Deprecated" }), nano, embedding, preview, luna);
  const { status, code, message, cure } = await finding(arm, RULE);
  expect([status, code, message]).toEqual([
    "refused",
    "ServiceModelDeprecated",
    "gpt-4o 2024-11-20 is retired",
  ]);
  expect(cure).toBe(
    "set rai-lab:model.name and rai-lab:model.version to gpt-5.6-luna 2026-07-09 (until 2028-01-11), or gpt-5.4-nano 2 (until 2027-09-21)",
  );
});

test("the word Deprecating means closed to a subscription without a deployment of that version", async () => {
  list(model({ lifecycleStatus: "Deprecating" }), luna);
  const { status, code, message, evidence } = await finding(arm, RULE);
  expect([status, code]).toEqual(["unknown", "ResourceNotFound"]);
  arm.answers.set(paths.accounts, ok({ value: [] }));
  const refused = await finding(arm, RULE);
  expect([message, evidence]).toEqual([
    "could not ask: Azure answered 404 ResourceNotFound: not here",
    "HTTP 404",
  ]);
  expect([refused.status, refused.code, refused.message]).toEqual([
    "refused",
    "ServiceModelDeprecating",
    "gpt-4o 2024-11-20 is deprecated: closed to subscriptions that never deployed it, and this one has no deployment of it",
  ]);
});

test("a deprecated version stays open to a subscription that has deployed it", async () => {
  list(model({ lifecycleStatus: "Deprecating" }), luna);
  const id = `/subscriptions/${SUBSCRIPTION}/resourceGroups/old/providers/Microsoft.CognitiveServices/accounts/a`;
  const deployment = (name: string, version: string) => ({
    id: `${id}/deployments/${name}`,
    properties: { model: { format: "OpenAI", name: "gpt-4o", version } },
  });
  arm.answers.set(paths.accounts, ok({ value: [{ id, name: "a" }] }));
  const value = [deployment("older", "2024-05-13"), deployment("same", "2024-11-20")];
  arm.answers.set(
    "/resourcegroups/old/providers/microsoft.cognitiveservices/accounts/a/deployments",
    ok({ value }),
  );
  const { status, code, message, evidence } = await finding(arm, RULE);
  expect([status, code]).toEqual(["warning", "Deprecated"]);
  expect(message).toBe(
    "gpt-4o 2024-11-20 is deprecated: open to this subscription, which has deployed it, until 2027-04-14",
  );
  expect(evidence).toContain(`deployed as ${id}/deployments/same`);
});

test("the SKU's own date decides over the model's, in both directions", async () => {
  list(model({ skus: [{ name: "Standard", deprecationDate: "2026-11-01T00:00:00Z" }] }), luna);
  const early = await finding(arm, RULE);
  expect([early.status, early.message]).toEqual([
    "refused",
    "gpt-4o 2024-11-20 retired on 2026-11-01",
  ]);

  const skus = [{ name: "Standard", deprecationDate: "2027-06-01T00:00:00Z" }];
  list(model({ deprecation: { inference: "2026-11-01T00:00:00Z" }, skus }), luna);
  const late = await finding(arm, RULE);
  expect([late.status, late.code, late.message]).toEqual([
    "warning",
    "ModelPastRetirement",
    "gpt-4o 2024-11-20 retired on 2026-11-01, though Standard is listed until 2027-06-01",
  ]);
});

test("an end within 90 days, or before the lab itself expires, is a warning", async () => {
  list(model({ deprecation: { inference: "2027-02-21T12:00:00Z" } }), luna);
  const soon = await finding(arm, RULE);
  expect([soon.status, soon.code, soon.message]).toEqual([
    "warning",
    "RetiresSoon",
    "gpt-4o 2024-11-20 retires in 90 days: it works until 2027-02-21",
  ]);
  list(model({ deprecation: { inference: "2027-02-22T12:00:00Z" } }), luna);
  expect((await finding(arm, RULE)).status).toBe("ok");
  const expiring = await finding(arm, RULE, { expires: "2027-03-31" });
  expect(expiring.message).toBe(
    "gpt-4o 2024-11-20 retires before the lab expires on 2027-03-31: it works until 2027-02-22",
  );
});

test("a legacy model is a warning: new deployments are still allowed", async () => {
  list(model({ lifecycleStatus: "Legacy" }), luna);
  const { status, code, message } = await finding(arm, RULE);
  expect([status, code, message]).toEqual([
    "warning",
    "Legacy",
    "gpt-4o 2024-11-20 is legacy: it has a successor, and can be deployed until 2027-04-14",
  ]);
});

test("a model that is listed for other account kinds only is not offered", async () => {
  list(model({}, "AIServices"), embedding);
  expect(await finding(arm, RULE)).toEqual({
    rule: RULE,
    status: "refused",
    code: "DeploymentModelNotSupported",
    message:
      "gpt-4o 2024-11-20 is not offered in eastus2: it is retired, misspelt, or was never there",
    cure: "choose another rai-lab:location: eastus2 offers no other chat model as Standard",
    evidence: "models of eastus2: 1 listed for Azure OpenAI, none of them is gpt-4o 2024-11-20",
  });
});
