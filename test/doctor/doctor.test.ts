import { AuthenticationRequiredError } from "@azure/identity";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { namesOf } from "../../infra/names/physical-names";
import { doctor, doctorText, exitCodeOf, RULE_IDS, type DoctorReport } from "../../scripts/doctor";
import { resourcesOutside } from "../../scripts/proof";
import { makeHealthy, model, paths } from "../support/doctor/paths";
import { ok, refusal, startFakeArm, type FakeArm } from "../support/azure/fake-arm";
import { configOf, names, NOW, SUBSCRIPTION } from "../support/doctor/context";

let arm: FakeArm;
beforeAll(async () => {
  arm = await startFakeArm();
});
afterAll(() => arm.stop());
beforeEach(() => makeHealthy(arm));

const RULES = [
  "model-life-cycle",
  "sku-in-region",
  "token-quota",
  "rate-limit",
  "account-sku",
  "account-cap",
  "soft-deleted-name",
  "name-reserved",
  "managed-group",
  "vcpu-quota",
  "providers-registered",
  "policy-location",
  "student-named",
  "create-right",
  "role-right",
  "role-granted",
  "purge-right",
  "budget-start",
  "api-version",
  "runtime-life",
  "library-pin",
  "outside-state",
];
const examine = (config = configOf()): Promise<DoctorReport> =>
  doctor({ config, session: arm.session, now: NOW });
const statuses = ({ findings }: DoctorReport): Record<string, string> =>
  Object.fromEntries(findings.map(({ rule, status }) => [rule, status]));

test("a configuration that nothing stands against is clear: every rule says ok, and exit code is 0", async () => {
  const report = await examine();
  expect(report).toMatchObject({ schema: "rai-lab/doctor/1", verdict: "clear" });
  expect(statuses(report)).toEqual(Object.fromEntries(RULES.map((rule) => [rule, "ok"])));
  expect(exitCodeOf(report.verdict)).toBe(0);
});

test("every question is asked once, of the configured region, with the api-version the provider deploys with", async () => {
  const config = configOf();
  await resourcesOutside({ config, session: arm.session, recorded: undefined });
  const outside = arm.requests.splice(0);
  await examine(config);
  // What exists outside the state is looked for by itself.
  for (const url of outside) arm.requests.splice(arm.requests.indexOf(url), 1);
  const asked = arm.requests.map((url) => url.toLowerCase()).sort();
  expect(asked).toEqual(
    [
      ...[
        paths.models,
        paths.usages,
        paths.skus,
        paths.deletedAccounts,
        paths.account,
        paths.deployment,
        paths.domain,
      ].map((path) => `${path}?api-version=2025-06-01`),
      `${paths.vmSizes}?api-version=2021-07-01&$filter=location%20eq%20%27eastus2%27`,
      `${paths.cores}?api-version=2024-07-01`,
      `${paths.permissions}?api-version=2022-04-01`,
      `${paths.cognitive}?api-version=2025-04-01`,
      `${paths.databricks}?api-version=2025-04-01`,
      `${paths.policies}?api-version=2025-03-01&$filter=atscope()`,
      `/resourcegroups/${names.managedResourceGroup}?api-version=2025-04-01`,
    ].sort(),
  );
});

test("a seat whose class does not exist is refused", async () => {
  const config = configOf({ layout: "seat", classStack: "school/rai-lab/spring" });
  const found = ({ findings }: DoctorReport) =>
    findings.find(({ rule }) => rule === "class-exists");
  expect(found(await examine(config))).toMatchObject({
    status: "refused",
    code: "class-missing",
    message: expect.stringMatching(
      /^class school\/rai-lab\/spring does not exist: no account oai-rai-lab-spring-\w+, no workspace dbw-rai-lab-spring$/,
    ),
    cure: "bring the class up first: npx lab up spring",
  });
  const { resourceGroup, openaiAccount, databricksWorkspace } = namesOf({
    subscriptionId: SUBSCRIPTION,
    project: "rai-lab",
    stack: "spring",
  });
  const there = { properties: { provisioningState: "Succeeded" } };
  const group = `/resourcegroups/${resourceGroup}/providers`;
  arm.answers.set(`${group}/microsoft.cognitiveservices/accounts/${openaiAccount}`, ok({}));
  arm.answers.set(`${group}/microsoft.databricks/workspaces/${databricksWorkspace}`, ok(there));
  expect(found(await examine(config))?.status).toBe("ok");
});

test("the seed profile is refused, for each of its reasons", async () => {
  const retired = {
    name: "gpt-35-turbo",
    version: "0125",
    deprecation: { inference: "2025-11-11T00:00:00Z" },
  };
  arm.answers.set(paths.models, ok({ value: [model(retired), model()] }));
  const report = await examine(configOf({}, "seed"));
  expect(statuses(report)).toMatchObject({
    "model-life-cycle": "refused",
    "api-version": "refused",
    "runtime-life": "warning",
    "library-pin": "warning",
  });
  expect([report.verdict, exitCodeOf(report.verdict)]).toEqual(["refused", 1]);
});

test("a warning alone leaves the verdict clear", async () => {
  arm.answers.set(paths.models, ok({ value: [model({ lifecycleStatus: "Legacy" })] }));
  const report = await examine();
  expect(statuses(report)["model-life-cycle"]).toBe("warning");
  expect(report.verdict).toBe("clear");
});

test("one question without an answer makes the verdict unknown; the other rules still answer", async () => {
  arm.answers.set(paths.deletedAccounts, refusal(403, "AuthorizationFailed", "no right"));
  const report = await examine();
  expect(statuses(report)).toMatchObject({ "soft-deleted-name": "unknown", "token-quota": "ok" });
  expect([report.verdict, exitCodeOf(report.verdict)]).toEqual(["unknown", 2]);
});

test("a refusal outweighs what is unknown", async () => {
  arm.answers.set(paths.deletedAccounts, refusal(403, "AuthorizationFailed", "no right"));
  arm.answers.set(paths.models, ok({ value: [model({ lifecycleStatus: "Deprecated" })] }));
  expect((await examine()).verdict).toBe("refused");
});

test("a subscription that is not there is unknown, and never read as one without resources", async () => {
  for (const path of Object.values(paths))
    arm.answers.set(path, refusal(404, "SubscriptionNotFound", "no such one"));
  const report = await examine();
  expect(report.verdict).toBe("unknown");
  expect(report.findings.find(({ rule }) => rule === "account-cap")).toMatchObject({
    status: "unknown",
    code: "SubscriptionNotFound",
    message: "could not ask: Azure answered 404 SubscriptionNotFound: no such one",
    cure: "check ARM_SUBSCRIPTION_ID",
  });
});

test("a sign-in that Entra refuses is unknown, with its cure", async () => {
  const getToken = () =>
    Promise.reject(
      new AuthenticationRequiredError({ scopes: ["x"], message: "no one is signed in.\ndetails" }),
    );
  const session = { ...arm.session, credential: { getToken } };
  const { findings, verdict } = await doctor({ config: configOf(), session, now: NOW });
  expect(verdict).toBe("unknown");
  expect(findings[0]).toEqual({
    rule: "model-life-cycle",
    status: "unknown",
    code: "sign-in",
    message: "could not ask: the sign-in was refused: no one is signed in",
    cure: "sign in again (`az login`, or ARM_CLIENT_ID, ARM_CLIENT_SECRET and ARM_TENANT_ID)",
    evidence: "no answer",
  });
});

test("a cloud that does not answer is unknown", async () => {
  const session = { ...arm.session, endpoint: "https://127.0.0.1:1" };
  const { findings, verdict } = await doctor({ config: configOf(), session, now: NOW });
  expect(verdict).toBe("unknown");
  expect(findings[0]).toMatchObject({ status: "unknown", code: "network", evidence: "no answer" });
});

test("a fault of the doctor itself is thrown, never reported as unknown", async () => {
  const getToken = () => Promise.reject(new TypeError("a bug"));
  const session = { ...arm.session, credential: { getToken } };
  await expect(doctor({ config: configOf(), session, now: NOW })).rejects.toThrow("a bug");
});

test("the text has a line per rule, the cure under what needs one, and the verdict last", () => {
  const finding = { code: "c", evidence: "e" };
  const text = doctorText({
    schema: "rai-lab/doctor/1",
    verdict: "refused",
    findings: [
      { ...finding, rule: "account-cap", status: "ok", message: "fine", cure: "" },
      {
        ...finding,
        rule: "role-right",
        status: "refused",
        message: "too small",
        cure: "make it larger",
      },
      {
        ...finding,
        rule: "api-version",
        status: "unknown",
        message: `could not ask ${SUBSCRIPTION}`,
        cure: "sign in",
      },
    ],
  });
  expect(text.split("\n")).toEqual([
    "✔ account-cap  fine",
    "✖ role-right   too small",
    "               try: make it larger",
    `? api-version  could not ask ${SUBSCRIPTION}`,
    "               try: sign in",
    "",
    "refused: this configuration cannot be deployed as it is",
  ]);
});

test("a class is examined for what it shares, a seat for what is its own", async () => {
  const rulesOf = async (settings: Record<string, unknown>) =>
    (await examine(configOf(settings))).findings.map(({ rule }) => rule);
  const own = ["student-named", "runtime-life", "library-pin"];
  expect(await rulesOf({ layout: "class" })).toEqual(RULES.filter((rule) => !own.includes(rule)));
  const ofSeat = ["vcpu-quota", "role-granted", ...own, "class-exists", "outside-state"];
  expect(await rulesOf({ layout: "seat", classStack: "spring" })).toEqual(
    RULE_IDS.filter((rule) => ofSeat.includes(rule) || rule === "seat-rights"),
  );
});
