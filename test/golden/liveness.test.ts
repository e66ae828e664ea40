import { expect, test } from "vitest";
import { parseConfig } from "../../infra/config";
import { lab } from "../../infra/layouts/lab";
import { configKeys } from "../support/config/keys";
import { graphOf } from "../support/graph";
import { azure, PERSON_DEPLOYS, SUBSCRIPTION } from "../support/graph/azure";
import { planOf } from "../support/graph/plan";

/**
 * A value other than the default for every key. A key that changes nothing would have no purpose.
 */
const OTHER: Record<string, unknown> = {
  profile: "seed",
  "student.userName": "student@rai-lab.example",
  "student.objectId": "00000000-0000-4000-8000-00000000000b",
  "student.principalType": "Group",
  owner: "Ada",
  class: "spring",
  expires: "2027-06-30",
  "existing.openaiAccountId": `/subscriptions/${SUBSCRIPTION}/resourceGroups/school/providers/Microsoft.CognitiveServices/accounts/oai-school`,
  "existing.workspaceId": `/subscriptions/${SUBSCRIPTION}/resourceGroups/school/providers/Microsoft.Databricks/workspaces/dbw-school`,
  location: "swedencentral",
  deploymentName: "chat",
  "model.name": "gpt-5.1",
  "model.version": "2025-11-13",
  "model.sku": "Standard",
  "model.capacity": 30,
  "model.upgrade": "OnceCurrentVersionExpired",
  "model.raiPolicy": "strict",
  "openai.auth": "entra",
  "openai.apiVersion": "2024-10-21",
  "openai.restore": true,
  "databricks.runtime": "17.3.x-cpu-ml-scala2.13",
  "databricks.nodeType": "Standard_D8ds_v5",
  "databricks.autoterminationMinutes": 45,
  "databricks.noPublicIp": false,
  "databricks.library": "openai==1.69.0",
  "databricks.authType": "azure-msi",
  "budget.amount": 60,
  "budget.emails": ["other@school.example"],
  "budget.start": "2027-02-01",
  lock: true,
  diagnostics: true,
  "policy.maxDbusPerHour": 4,
  "policy.maxAutoterminationMinutes": 60,
  "allowance.minutesADay": 90,
  "allowance.zone": "Europe/Berlin",
};
const STUDENT = {
  userName: "student@rai-lab.example",
  objectId: "00000000-0000-4000-8000-00000000000a",
};
/** The values that a key needs beside it: its plan is compared with theirs. */
const COMPANIONS: Record<string, Record<string, unknown>> = {
  "model.name": { version: "2024-11-20" },
  budget: { amount: 50, emails: ["teacher@school.example"], start: "2027-01-01" },
  policy: {},
  allowance: { minutesADay: 240, zone: "UTC" },
  "student.objectId": STUDENT,
  "student.principalType": STUDENT,
};
/** Keys with one accepted value, or whose other values are other programs. */
const SINGLE = ["layout", "databricks.computeMode"];
/** Keys of the other layouts, which plan.test.ts and class-reference.test.ts cover. */
const ELSEWHERE = ["classStack", "seats"];

test("the table names every key there is", () => {
  expect([...Object.keys(OTHER), ...SINGLE, ...ELSEWHERE].sort()).toEqual(configKeys());
});

/** A person deploys: some of these plans name no student. */
const answers = azure(PERSON_DEPLOYS);
const planFor = async (config: Record<string, string>): Promise<string> =>
  JSON.stringify(
    planOf(await graphOf(() => lab(parseConfig(config, "rai-lab", "dev")), { answers })),
  );

test.each(Object.entries(OTHER))("%s changes the plan", async (path, value) => {
  const [key, field] = path.split(".") as [string, string | undefined];
  const companions = COMPANIONS[path] ?? COMPANIONS[key];
  const entra: Record<string, string> =
    path.startsWith("student.") && companions ? { "rai-lab:openai": '{"auth":"entra"}' } : {};
  const usual =
    companions && path !== "model.name"
      ? { ...entra, [`rai-lab:${key}`]: JSON.stringify(companions) }
      : {};
  const text = field ? JSON.stringify({ ...companions, [field]: value }) : String(value);
  expect(await planFor({ ...entra, [`rai-lab:${key}`]: text })).not.toBe(await planFor(usual));
});
