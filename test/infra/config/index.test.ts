import { describe, expect, test } from "vitest";
import { LabError } from "../../../infra/errors";
import { decodeConfig, parseConfig, readConfig } from "../../../infra/config";
import { graphOf } from "../../support/graph";

test("decodes what is written, unchecked and without defaults", () => {
  const raw = {
    "rai-lab:openai": '{"auth":"entra"}',
    "rai-lab:lock": "true",
    "rai-lab:seats": '["s01"]',
    "rai-lab:model": "{",
    "azure-native:location": "x",
  };
  expect(decodeConfig(raw, "rai-lab")).toEqual({
    openai: { auth: "entra" },
    lock: "true",
    seats: ["s01"],
    model: "{",
  });
});

/** The error of a configuration given without its namespace, structured values as objects. */
function errorOf(config: Record<string, unknown>): LabError {
  try {
    parse(config);
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}
const parse = (config: Record<string, unknown>) =>
  parseConfig(
    Object.fromEntries(
      Object.entries(config).map(([key, value]) => [
        `rai-lab:${key}`,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    ),
    "rai-lab",
    "dev",
  );

const ID = "00000000-0000-4000-8000-00000000000a";

test("nothing set is a whole configuration", () => {
  expect(parse({})).toEqual({
    project: "rai-lab",
    stack: "dev",
    layout: "lab",
    profile: "current",
    location: "eastus2",
    deploymentName: "gpt-35-turbo",
    model: {
      name: "gpt-5.6-luna",
      version: "2026-07-09",
      sku: "GlobalStandard",
      capacity: 20,
      upgrade: "NoAutoUpgrade",
    },
    openai: { auth: "key", apiVersion: "v1", restore: false },
    databricks: {
      computeMode: "Hybrid",
      runtime: "16.4.x-cpu-ml-scala2.12",
      nodeType: "Standard_D4ds_v5",
      autoterminationMinutes: 20,
      noPublicIp: true,
      library: "openai==2.54.0",
      authType: "azure-cli",
    },
    lock: false,
    diagnostics: false,
  });
});

test("the seed profile is what the original lab wrote", () => {
  const { model, openai, databricks, deploymentName } = parse({ profile: "seed" });
  expect(deploymentName).toBe("gpt-35-turbo");
  expect(model).toMatchObject({ name: "gpt-35-turbo", version: "0125" });
  expect(openai.apiVersion).toBe("2023-03-15-preview");
  expect(databricks).toMatchObject({
    runtime: "13.3.x-cpu-ml-scala2.12",
    library: "openai==1.42.0",
  });
});

test("a key inside an object changes that key only", () => {
  expect(parse({ model: { capacity: 30 } }).model).toEqual({ ...parse({}).model, capacity: 30 });
});

test("numbers and truths may be written as text, as config set --path writes them", () => {
  expect(parse({ model: { capacity: "30" } }).model.capacity).toBe(30);
  expect(parse({ openai: { restore: "true" } }).openai.restore).toBe(true);
  expect(parse({ databricks: { noPublicIp: "false" } }).databricks.noPublicIp).toBe(false);
});

test("other namespaces are none of our business", () => {
  expect(
    parseConfig({ "azure-native:location": "westeurope", "lab:modle": "x" }, "rai-lab", "dev"),
  ).toEqual(parse({}));
});

test("the program reads the configuration of the stack it runs for", async () => {
  let seen: unknown;
  await graphOf(() => void (seen = readConfig()), {
    config: { "rai-lab:location": "swedencentral" },
    stack: "s07",
  });
  expect(seen).toMatchObject({ project: "rai-lab", stack: "s07", location: "swedencentral" });
});

describe("what is wrong is said with key, value and cure", () => {
  test.each([
    [
      { location: "East US 2" },
      `location = "East US 2" must be an Azure region in its short form, such as eastus2`,
    ],
    [{ profile: "old" }, `profile = "old" must be one of current, seed`],
    [{ layout: "room" }, `layout = "room" must be one of lab, class, seat`],
    [
      { deploymentName: "-" },
      `deploymentName = "-" must be 2 to 64 letters, digits, '.', '_' or '-'`,
    ],
    [
      { owner: "" },
      `owner = "" must be one line of at most 256 characters, since it becomes a tag`,
    ],
    [
      { expires: "soon" },
      `expires = "soon" must be a date such as 2027-01-31, or a time with its zone such as 2027-01-31T18:00+01:00`,
    ],
    [
      { model: "gpt-4o" },
      `model = "gpt-4o" must be an object with the keys name, version, sku, capacity, upgrade, raiPolicy`,
    ],
    [{ openai: "[]" }, `openai = "[]" must be an object with the keys auth, apiVersion, restore`],
    [
      { student: "ada" },
      `student = "ada" must be an object with the keys userName, objectId, principalType`,
    ],
    [
      { student: { userName: "ada" } },
      `student.userName = "ada" must be the user name that the student signs in with, such as name@school.example`,
    ],
    [
      { student: {} },
      "student.userName is missing: it must be the user name that the student signs in with, such as name@school.example, written as text: put it in quotes",
    ],
    [
      { model: { name: "gpt-4o", version: 613 } },
      "model.version = 613 must be a model version such as 2026-07-09, written as text: put it in quotes",
    ],
    [
      { model: { name: "gpt-4o", version: "2024-11-20T00:00:00Z" } },
      `model.version = "2024-11-20T00:00:00Z" must be a model version such as 2026-07-09`,
    ],
    [
      { model: { name: "gpt-5.1" } },
      `model.name = "gpt-5.1" needs model.version beside it: a default version belongs to the default model`,
    ],
    [
      { model: { sku: "GlobalBatch" } },
      `model.sku = "GlobalBatch" must be one of Standard, GlobalStandard, DataZoneStandard, ProvisionedManaged, GlobalProvisionedManaged, DataZoneProvisionedManaged, DeveloperTier, LowPriority`,
    ],
    [
      { model: { capacity: 0 } },
      "model.capacity = 0 must be a whole number from 1 to 1000000: thousands of tokens per minute",
    ],
    [
      { model: { capacity: "many" } },
      `model.capacity = "many" must be a whole number from 1 to 1000000: thousands of tokens per minute`,
    ],
    [
      { model: { upgrade: "Never" } },
      `model.upgrade = "Never" must be one of NoAutoUpgrade, OnceCurrentVersionExpired, OnceNewDefaultVersionAvailable`,
    ],
    [
      { openai: { apiVersion: "latest" } },
      `openai.apiVersion = "latest" must be v1 or a dated version such as 2024-10-21`,
    ],
    [{ openai: { restore: "maybe" } }, `openai.restore = "maybe" must be true or false`],
    [
      { databricks: { runtime: "16.4.x-scala2.12" } },
      `databricks.runtime = "16.4.x-scala2.12" must be an ML runtime for CPUs without Photon, such as 16.4.x-cpu-ml-scala2.12`,
    ],
    [
      { databricks: { runtime: "17.3.x-cpu-ml-scala2.12" } },
      `databricks.runtime = "17.3.x-cpu-ml-scala2.12" names a runtime that does not exist: up to 15.x they end in scala2.12, from 17.x in scala2.13`,
    ],
    [
      { databricks: { nodeType: "Standard_NC4as_T4_v3" } },
      `databricks.nodeType = "Standard_NC4as_T4_v3" must be a size without a GPU: the lab computes nothing on one. Write Standard_D4ds_v5`,
    ],
    [
      { databricks: { nodeType: "i3.xlarge" } },
      `databricks.nodeType = "i3.xlarge" must be a virtual machine size such as Standard_D4ds_v5`,
    ],
    [
      { databricks: { autoterminationMinutes: 0 } },
      "databricks.autoterminationMinutes = 0 must be a whole number from 10 to 10000: a cluster that never stops costs money all night",
    ],
    [{ databricks: { noPublicIp: "no" } }, `databricks.noPublicIp = "no" must be true or false`],
    [
      { databricks: { library: "openai" } },
      `databricks.library = "openai" must be the openai package at one exact version, such as openai==2.54.0`,
    ],
    [
      { databricks: { authType: "pat" } },
      `databricks.authType = "pat" must be one of azure-cli, azure-client-secret, azure-msi, github-oidc-azure`,
    ],
    [
      { openai: { auth: "entra" }, student: { userName: "a@b.example" } },
      "student.objectId is missing: with openai.auth entra the student gets a role: az ad user show --id NAME --query id",
    ],
    [
      { openai: { auth: "entra" }, student: { userName: "a@b.example", objectId: "a" } },
      `student.objectId = "a" must be the object id that Entra ID gave them: az ad user show --id NAME --query id`,
    ],
    [
      {
        openai: { auth: "entra" },
        student: { userName: "a@b.example", objectId: ID, principalType: "Robot" },
      },
      `student.principalType = "Robot" must be one of User, Group, ServicePrincipal`,
    ],
    [
      { student: { userName: "a@b.example", objectId: ID } },
      `student.objectId = "${ID}" is used with openai.auth entra alone: remove it, or set openai.auth to entra`,
    ],
    [
      { student: { userName: "a@b.example", principalType: "User" } },
      `student.principalType = "User" is used with openai.auth entra alone: remove it, or set openai.auth to entra`,
    ],
    [{ openai: { auth: "none" } }, `openai.auth = "none" must be one of key, entra`],
    [{ lock: "yes" }, `lock = "yes" must be true or false`],
    [{ diagnostics: { days: 30 } }, `diagnostics = "{\\"days\\":30}" must be true or false`],
    [{ budget: "50" }, `budget = "50" must be an object with the keys amount, emails, start`],
    [
      { budget: { amount: 0, emails: ["a@b.example"], start: "2027-01-01" } },
      "budget.amount = 0 must be a whole number from 1 to 1000000: what the lab may cost in a month, in the subscription's currency",
    ],
    [
      { budget: { amount: 50, emails: [], start: "2027-01-01" } },
      "budget.emails = [] must be a list of 1 to 50 e-mail addresses",
    ],
    [
      { budget: { amount: 50, emails: ["a@b.example", "ada"], start: "2027-01-01" } },
      `budget.emails.1 = "ada" must be an e-mail address such as name@school.example`,
    ],
    [
      { budget: { amount: 50, emails: ["a@b.example"] } },
      "budget.start is missing: it must be the first day of a month, such as 2027-01-01, written as text: put it in quotes",
    ],
    [
      { budget: { amount: 50, emails: ["a@b.example"], start: "2027-01-15" } },
      `budget.start = "2027-01-15" must be the first day of a month, such as 2027-01-01`,
    ],
    [
      { budget: { amount: 50, emails: ["a@b.example"], start: "2027-13-01" } },
      `budget.start = "2027-13-01" must be a date that exists`,
    ],
    [
      { policy: "true" },
      `policy = "true" must be an object with the keys maxDbusPerHour, maxAutoterminationMinutes`,
    ],
    [
      { policy: { maxDbusPerHour: "none" } },
      `policy.maxDbusPerHour = "none" must be a number from 0.1 to 1000: Databricks units, of which a Standard_D4ds_v5 uses 1 an hour`,
    ],
    [
      { policy: { maxAutoterminationMinutes: 5 } },
      "policy.maxAutoterminationMinutes = 5 must be a whole number from 10 to 10000: the longest that an idle cluster may wait",
    ],
    [
      { policy: { maxAutoterminationMinutes: 15 } },
      "databricks.autoterminationMinutes = 20 is more than policy.maxAutoterminationMinutes (15) allows: lower it, or raise that",
    ],
    [
      { policy: { maxDbus: 2 } },
      "policy.maxDbus is not a key. Keys are maxDbusPerHour, maxAutoterminationMinutes",
    ],
    [{ modle: {} }, "modle is not a key. Did you mean model?"],
    [{ model: { capacty: 5 } }, "model.capacty is not a key. Did you mean model.capacity?"],
    [
      { student: { userName: "a@b.example", role: "x" } },
      "student.role is not a key. Keys are userName, objectId, principalType",
    ],
    [
      { subscription: "x" },
      "subscription is not a key. Keys are layout, profile, student, owner, class, classStack, seats, existing, expires, location, deploymentName, model, openai, databricks, budget, lock, diagnostics, policy, allowance",
    ],
  ])("%j", (config, line) => {
    const error = errorOf(config);
    expect(error.code).toBe("config");
    expect(error.where).toBe("Pulumi.dev.yaml");
    expect(error.message).toBe(
      `The configuration of stack dev has 1 problem (change it in Pulumi.dev.yaml):\n  rai-lab:${line}`,
    );
  });

  test("runtimes that exist are taken, of every line", () => {
    for (const runtime of [
      "15.4.x-cpu-ml-scala2.12",
      "16.4.x-cpu-ml-scala2.13",
      "17.3.x-cpu-ml-scala2.13",
      "18.x-cpu-ml-scala2.13",
    ])
      expect(parse({ databricks: { runtime } }).databricks.runtime).toBe(runtime);
  });

  test("all of it at once", () => {
    expect(
      errorOf({
        location: "X",
        model: { capacity: 0, squ: 1 },
        openai: 7,
        seats: ["s01"],
        clas: "a",
      }).message,
    ).toBe(
      [
        "The configuration of stack dev has 6 problems (change it in Pulumi.dev.yaml):",
        '  rai-lab:openai = "7" must be an object with the keys auth, apiVersion, restore',
        '  rai-lab:location = "X" must be an Azure region in its short form, such as eastus2',
        "  rai-lab:model.capacity = 0 must be a whole number from 1 to 1000000: thousands of tokens per minute",
        "  rai-lab:model.squ is not a key. Did you mean model.sku?",
        "  rai-lab:clas is not a key. Did you mean class?",
        '  rai-lab:seats = ["s01"] is for stacks with layout class, and this stack has layout lab: remove it, or set rai-lab:layout to that',
      ].join("\n"),
    );
  });
});

describe("layouts", () => {
  const seat = { layout: "seat", classStack: "spring", student: { userName: "a@b.example" } };

  test("a class lists its seats, a seat names its class and its student", () => {
    expect(parse({ layout: "class", seats: ["s01", "s02"] })).toMatchObject({
      layout: "class",
      seats: ["s01", "s02"],
    });
    expect(parse(seat)).toMatchObject({ layout: "seat", classStack: "spring" });
    expect(parse({ ...seat, classStack: "school/rai-lab/spring" }).classStack).toBe(
      "school/rai-lab/spring",
    );
  });

  test.each([
    [
      { layout: "seat", classStack: "spring" },
      "student is missing: each seat belongs to one student, named in student.userName",
    ],
    [
      { layout: "seat", student: seat.student },
      "classStack is missing: a seat needs the name of its class's stack",
    ],
    [
      { ...seat, classStack: "a/b/c/d" },
      `classStack = "a/b/c/d" must be the class's stack, as STACK or ORGANIZATION/PROJECT/STACK`,
    ],
    [
      { ...seat, model: { capacity: 30 } },
      `model = {"capacity":30} is for stacks with layout lab or class, and this stack has layout seat: move it to the settings of the class`,
    ],
    [
      { ...seat, location: "swedencentral" },
      `location = "swedencentral" is for stacks with layout lab or class, and this stack has layout seat: move it to the settings of the class`,
    ],
    [
      { layout: "class", student: seat.student },
      `student = {"userName":"a@b.example"} is for stacks with layout lab or seat, and this stack has layout class: move it to the settings of a seat`,
    ],
    [
      { layout: "class", databricks: { library: "openai==2.54.0" } },
      `databricks.library = "openai==2.54.0" is for stacks with layout lab or seat, and this stack has layout class: move it to the settings of a seat`,
    ],
    [
      { classStack: "spring" },
      `classStack = "spring" is for stacks with layout seat, and this stack has layout lab: remove it, or set rai-lab:layout to that`,
    ],
    [
      { layout: "class", seats: [] },
      "seats = [] must be a list of 1 to 32 stack names, each once: one account can have 32 deployments",
    ],
    [
      { layout: "class", seats: "s01" },
      `seats = "s01" must be a list of 1 to 32 stack names, each once: one account can have 32 deployments`,
    ],
    [
      { layout: "class", seats: ["s01", "S01"] },
      `seats = ["s01","S01"] must be a list of 1 to 32 stack names, each once: one account can have 32 deployments`,
    ],
    [{ layout: "class", seats: ["s 01"] }, `seats.0 = "s 01" must be the name of a seat's stack`],
    [
      { databricks: { computeMode: "Serverless" } },
      `databricks.computeMode = "Serverless" must be Hybrid: in another mode a workspace cannot run the lab's cluster`,
    ],
  ])("%j", (config, line) => {
    expect(errorOf(config).message.split("\n").slice(1)).toEqual([`  rai-lab:${line}`]);
  });
});

test.each(["windows-class", "Microsoft-2"])(
  "stack %s gets names that Azure reserves: it is refused, and a seat of that name is not",
  (stack) => {
    expect(() => parseConfig({}, "rai-lab", stack)).toThrow(/^Azure reserves the word/);
    const seat = {
      "rai-lab:layout": "seat",
      "rai-lab:classStack": "spring",
      "rai-lab:student": '{"userName":"student@school.example"}',
    };
    expect(parseConfig(seat, "rai-lab", stack).stack).toBe(stack);
  },
);
