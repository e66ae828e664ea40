import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { expect, test } from "vitest";
import { KINDS } from "../../bench/doctor/kinds";
import { falseAlarmsOf, missesOf } from "../../bench/doctor/judge";
import { scenariosOf } from "../../bench/doctor/scenario";
import { isAt, OF_REFUSALS, OF_RULES } from "../../bench/doctor/witnesses";
import { RULE_IDS } from "../../scripts/doctor";
import type { RefusalTrial, RuleTrial } from "../support/bench/doctor-child";
import { seconds } from "../support/time-limits";

const asked = { stack: "dev", settings: {} };
const found = (status: "ok" | "warning" | "refused" | "unknown", code: string) =>
  [{ rule: "token-quota", status, code }] as const;
const truth = (refused: string[] = [], marred: string[] = []) => ({ refused, marred, text: "" });

test("there are 300 scenarios and more, each of a variant with a name of its own", () => {
  const all = KINDS.flatMap((kind) => scenariosOf(kind, kind.variants.length * 5, 1));
  expect(all.length).toBeGreaterThanOrEqual(300);
  const names = KINDS.flatMap(({ name, variants }) => variants.map((one) => `${name} ${one.name}`));
  expect(new Set(names).size).toBe(names.length);
});

test.each([
  ["foretold", [...found("refused", "A")], truth(["A"]), []],
  ["foretold under another code", [...found("refused", "B")], truth(["A"]), ["A"]],
  ["only warned of", [...found("warning", "A")], truth(["A"]), ["A"]],
  ["not told", [], truth(["A"]), ["A"]],
  ["unknown", [...found("unknown", "A")], truth(["A"]), ["A"]],
  [
    "unknown, and nothing is refused",
    [...found("unknown", "A")],
    truth(),
    ["unknown to token-quota"],
  ],
  ["marred, and warned of", [...found("warning", "A")], truth([], ["A"]), []],
  ["marred, and not told", [], truth([], ["A"]), ["A"]],
])("a refusal that is %s", (_how, findings, what, missed) => {
  expect(missesOf(findings, what, asked)).toEqual(missed);
});

test("a world that took a right away may leave the doctor without an answer", () => {
  const withheld = { ...asked, withheld: true };
  expect(missesOf([...found("unknown", "A")], truth(["A"]), withheld)).toEqual([]);
  expect(missesOf([], truth(["A"]), withheld)).toEqual(["A"]);
});

test("a refusal of what comes up is a false alarm, and so is a warning of what is not seen", () => {
  const refused = [...found("refused", "A")];
  expect(falseAlarmsOf(refused, truth(), asked)).toEqual(refused);
  expect(falseAlarmsOf(refused, truth(["B"]), asked)).toEqual([]);
  const lowered = [...found("warning", "RateLimitLowered")];
  expect(falseAlarmsOf(lowered, truth(), asked)).toEqual(lowered);
  expect(falseAlarmsOf(lowered, truth([], ["RateLimitLowered"]), asked)).toEqual([]);
  expect(falseAlarmsOf([...found("warning", "RetiresSoon")], truth(), asked)).toEqual([]);
});

test("every rule and every refusal has its scenario among those of the bench", () => {
  const all = KINDS.flatMap((kind) => scenariosOf(kind, kind.variants.length * 5, 1));
  for (const place of [...Object.values(OF_RULES), ...Object.values(OF_REFUSALS)])
    expect(
      all.filter((one) => isAt(place, one)),
      place.join(", "),
    ).toHaveLength(1);
});

/** Every fifth rule; the bench asks them all: npm run bench doctor. */
const SAMPLE = RULE_IDS.filter((_, n) => n % 5 === 0);

test(
  "without one of these rules its world is missed, and without a refusal the doctor alarms for nothing",
  { timeout: seconds(60) },
  () => {
    const child = path.join(__dirname, "../support/bench/doctor-child.ts");
    const arguments_ = ["--import", "tsx", child, SAMPLE.join(","), "RoleAssignmentExists"];
    const ended = spawnSync(process.execPath, arguments_, { encoding: "utf8" });
    expect(ended.status, ended.stderr).toBe(0);
    const lines = ended.stdout.trimEnd().split("\n");
    const refusal = JSON.parse(lines.pop()!) as RefusalTrial;
    expect(refusal.alarms.map(({ code }) => code)).toEqual(["RoleAssignmentExists"]);
    const trials = lines.map((line) => JSON.parse(line) as RuleTrial);
    expect(trials.map(({ rule }) => rule)).toEqual(SAMPLE);
    for (const { rule, missesWithout, ...whole } of trials) {
      expect(whole, rule).toEqual({ misses: [], alarms: [] });
      expect(missesWithout, rule).not.toEqual([]);
    }
  },
);
