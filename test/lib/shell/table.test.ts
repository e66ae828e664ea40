import { expect, test } from "vitest";
import { duration, masked, table } from "../../../scripts/lib/shell/table";

test("columns are as wide as their widest cell", () => {
  expect(table(["a", "long title"], [["wide cell", "x"]])).toBe(
    "a          long title\n─────────  ──────────\nwide cell  x",
  );
});

test.each([
  [0.04, "0.0 s"],
  [59.94, "59.9 s"],
  [125, "2 min 05 s"],
])("%d seconds read as %s", (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test("secret outputs are masked, others are not", () => {
  expect(masked({ key: "s3cret", name: "n" }, ["key"])).toEqual({ key: "[secret]", name: "n" });
});
