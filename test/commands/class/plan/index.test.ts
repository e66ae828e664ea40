import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startLocalStacks, type LocalStacks } from "../../../../bench/local-stacks";
import { LabError } from "../../../../infra/errors";
import { seedTable, table } from "../../../../scripts/cloud/azure/tables";
import { classDestroy } from "../../../../scripts/commands/class/destroy";
import { classPlan } from "../../../../scripts/commands/class/plan";
import { classUp } from "../../../../scripts/commands/class/up";

const home = mkdtempSync(path.join(tmpdir(), "rai-lab-class-plan-"));
let stacks: LocalStacks;
beforeAll(async () => {
  stacks = await startLocalStacks(home);
});
afterAll(async () => {
  await stacks.stop();
  rmSync(home, { recursive: true, force: true });
});
beforeEach(() => {
  seedTable(stacks.world, "quotas", { locations: {} });
});

const HEAD = "First name,Last name,Email address\n";
const roster = (...lines: string[]): string => {
  const file = path.join(home, "roster.csv");
  writeFileSync(file, HEAD + lines.map((line) => `${line}\n`).join(""));
  return file;
};
const ADA = "Ada,Lovelace,ada@example.edu";
const GRACE = "Grace,Hopper,grace@example.edu";
const plan = (file: string, name: string, ...args: string[]) =>
  stacks.run(classPlan, file, "--name", name, "--local", ...args);
const recordOf = (name: string): Record<string, unknown> | undefined => {
  const file = path.join(home, "classes", name, "class.json");
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>)
    : undefined;
};

test("plans a class, and writes its record", async () => {
  const { exitCode, document, text } = await plan(roster(ADA, GRACE), "spring");
  expect(exitCode).toBe(0);
  expect(document).toMatchObject({
    schema: "rai-lab/class-plan/1",
    layout: "shared",
    feasible: true,
    reasons: [],
    skipped: [],
    errors: [],
    seats: [
      { slug: "ada", stack: "spring-ada", location: "eastus2", name: "Ada Lovelace" },
      { slug: "grace", stack: "spring-grace", location: "eastus2" },
    ],
    needs: { accounts: 1, groups: 2, cores: 8, tokensPerMinute: 40_000 },
    doctor: { verdict: "clear" },
  });
  expect(text).toContain("✔ possible: npx lab class up spring --local");
  expect(recordOf("spring")).toMatchObject({
    ...{ layout: "shared", cloud: "local", deploymentPerSeat: true },
    seats: [{ slug: "ada" }, { slug: "grace" }],
  });
});

test("late rows get seats, and who left is kept, marked", async () => {
  await plan(roster(ADA, GRACE), "autumn");
  await plan(roster("Alan,Turing,alan@example.edu", GRACE), "autumn");
  expect(recordOf("autumn")?.["seats"]).toMatchObject([
    { slug: "alan" },
    { slug: "grace" },
    { slug: "ada", removed: true },
  ]);
});

test("minutes a day are kept by later plans, in their zone, until they are set anew", async () => {
  const allowance = () => recordOf("solstice")?.["allowance"];
  const file = roster(ADA, GRACE);
  const refused = await plan(file, "solstice", "--minutes-a-day", "1441");
  expect(refused.error).toMatchObject({ code: "usage" });
  await plan(file, "solstice", "--minutes-a-day", "240");
  const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions();
  expect(allowance()).toEqual({ minutesADay: 240, zone });
  await plan(file, "solstice");
  expect(allowance()).toEqual({ minutesADay: 240, zone });
  await plan(file, "solstice", "--minutes-a-day", "0");
  expect(allowance()).toBeUndefined();
});

test("who was made an instructor is still known after another plan", async () => {
  await plan(roster(ADA), "tutored");
  const until = "2090-01-31T18:00+01:00";
  const userName = "tutor@example.edu";
  const instructors = [{ userName, until, stacks: ["tutored-class"], before: [] }];
  const file = path.join(home, "classes/tutored/class.json");
  writeFileSync(file, JSON.stringify({ ...recordOf("tutored"), instructors }));
  await plan(roster(ADA, GRACE), "tutored");
  expect(recordOf("tutored")).toMatchObject({ instructors, seats: [{}, {}] });
});

test("a roster without anybody of the class is refused: it is another class's", async () => {
  await plan(roster(ADA), "taken");
  const { error } = await plan(roster(GRACE), "taken");
  expect(String(error)).toContain("none of its 1 people is in this roster");
  expect(recordOf("taken")?.["seats"]).toMatchObject([{ slug: "ada" }]);
});

test("a class that is destroyed leaves its name to other people, as that refusal says", async () => {
  await plan(roster(ADA, GRACE), "over");
  await stacks.run(classDestroy, "over", "--local", "--yes");
  const { exitCode } = await plan(roster("Alan,Turing,alan@example.edu"), "over");
  expect([exitCode, recordOf("over")?.["seats"]]).toMatchObject([0, [{ slug: "alan" }]]);
});

test("pseudonyms keep names, ids and addresses out of slugs and stacks, also of late rows", async () => {
  await plan(roster(ADA), "masked", "--pseudonyms");
  const [ada] = recordOf("masked")!["seats"] as { slug: string; name?: string }[];
  await plan(roster(GRACE, ADA), "masked");
  const seats = recordOf("masked")!["seats"] as { slug: string; stack: string; name?: string }[];
  expect(seats[1]!.slug).toBe(ada!.slug);
  for (const { slug, stack, name } of seats) {
    expect(`${slug} ${stack}`).toMatch(/^s-[0-9a-f]{8} masked-s-[0-9a-f]{8}$/);
    expect(name).toBeUndefined();
  }
});

test("no one's seat is named as the stack that all share", async () => {
  const { document } = await plan(roster("Anna,Class,class@example.edu"), "summer");
  expect(document?.["seats"]).toMatchObject([{ slug: expect.stringMatching(/^class-/) }]);
});

test("refuses the impossible with the arithmetic, and writes nothing", async () => {
  const luna = "OpenAI.GlobalStandard.gpt-5.6-luna";
  const regions = table(stacks.world, "regions").rows.map(({ name }) => [name, { [luna]: 10 }]);
  seedTable(stacks.world, "quotas", {
    locations: Object.fromEntries(regions) as Record<string, Record<string, number>>,
  });
  const { exitCode, document, text } = await plan(roster(ADA, GRACE), "winter");
  expect(exitCode).toBe(1);
  expect(document).toMatchObject({ feasible: false, change: { capacity: 10 } });
  expect(text).toContain(
    `2 seats × 20 = 40 thousand tokens a minute; eastus2 has 10 of 10 left (${luna})`,
  );
  expect(text).toContain("try:   give each seat 10 instead of 20 thousand tokens a minute");
  expect(recordOf("winter")).toBeUndefined();
});

test("what fits no more between plan and up is refused with the arithmetic", async () => {
  await plan(roster(ADA, GRACE), "later");
  const luna = "OpenAI.GlobalStandard.gpt-5.6-luna";
  seedTable(stacks.world, "quotas", { locations: { eastus2: { [luna]: 10 } } });
  const { error } = await stacks.run(classUp, "later", "--local");
  expect(error).toMatchObject({ code: "cloud" });
  expect(String(error)).toMatch(/class later does not fit any more: 2 seats × 20 = 40 thousand/);
});

test("a class that expired is not brought up, but extended first", async () => {
  const file = path.join(home, "classes/past/class.json");
  await plan(roster(ADA), "past");
  const past = { ...recordOf("past"), expires: "2020-01-01T00:00Z" };
  writeFileSync(file, JSON.stringify(past));
  const { error } = await stacks.run(classUp, "past", "--local");
  expect(error).toMatchObject({ code: "usage", cure: expect.stringContaining("lab class extend") });
});

test("more seats than deployments of an account share one of the sum", async () => {
  const people = Array.from({ length: 33 }, (_, i) => `P,Erson,p${i}@example.edu`);
  seedTable(stacks.world, "vm-sizes", {
    quotas: Object.fromEntries(
      Object.entries(table(stacks.world, "vm-sizes").quotas).map(([name, quota]) => [
        name,
        { ...quota, limit: 1000 },
      ]),
    ),
  });
  const { exitCode } = await plan(roster(...people), "large", "--layout", "shared");
  expect(exitCode).toBe(0);
  expect(recordOf("large")).toMatchObject({ deploymentPerSeat: false, sharedCapacity: 660 });
});

test("a roster with errors is told line by line, with the people that could be read", async () => {
  const { exitCode, document, text } = await plan(roster(ADA, "Bob,Login,bob"), "broken");
  expect(exitCode).toBe(2);
  expect(document).toMatchObject({
    feasible: null,
    seats: [{ slug: "ada" }],
    skipped: [],
    errors: [{ line: 3, code: "bare-login" }],
  });
  expect(text).toContain("✖ line 3:");
  expect(recordOf("broken")).toBeUndefined();
});

test.each([
  [["--name"], "a class needs a name"],
  [["--name", "x", "--hours", "zero"], "cannot be the name"],
  [["--name", "spring", "--hours", "zero", "--local"], "--hours takes a number"],
])("refuses %j", async (args, message) => {
  const given = args.length === 1 ? [] : args;
  const { error } = await stacks.run(classPlan, roster(ADA), ...given);
  expect(error).toBeInstanceOf(LabError);
  expect(String(error)).toContain(message);
});
