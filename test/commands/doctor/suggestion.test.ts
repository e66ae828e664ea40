import { expect, test } from "vitest";
import { refuseContradiction } from "../../../scripts/commands/doctor/suggestion";

const args = { suggest: false, write: false, rule: undefined, profile: undefined };

test.each([
  [{ ...args, write: true }, "--write writes what --suggest finds"],
  [
    { ...args, suggest: true, rule: "role-right" },
    "--suggest goes by every rule, and --rule names some",
  ],
])("flags that contradict each other are refused: %j", (given, message) => {
  expect(() => {
    refuseContradiction(given);
  }).toThrow(expect.objectContaining({ code: "usage", message }));
});

test("the others are not", () => {
  refuseContradiction({ ...args, suggest: true, write: true, profile: "seed" });
  refuseContradiction({ ...args, rule: "role-right" });
});
