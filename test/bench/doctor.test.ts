import { expect, test } from "vitest";
import { KINDS } from "../../bench/doctor/kinds";
import { falseAlarmsOf, missesOf } from "../../bench/doctor/judge";
import { scenariosOf } from "../../bench/doctor/scenario";

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
