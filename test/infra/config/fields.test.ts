import { describe, expect, test } from "vitest";
import {
  address,
  decimalNumber,
  flag,
  guid,
  isDate,
  oneOf,
  tagValue,
  text,
  wholeNumber,
} from "../../../infra/config/fields";

describe("numbers", () => {
  test("may come as their text, within their limits", () => {
    const field = wholeNumber(1, 10, "things");
    expect(["7", 7].map((value) => field.parse(value))).toEqual([7, 7]);
    for (const wrong of [0, 11, 1.5, "1.5", "x", "", true])
      expect(field.safeParse(wrong).error?.issues[0]?.message).toBe(
        "must be a whole number from 1 to 10: things",
      );
  });

  test("with fractions", () => {
    const field = decimalNumber(0.1, 2, "units");
    expect(["0.75", 2].map((value) => field.parse(value))).toEqual([0.75, 2]);
    for (const wrong of [0, 2.1, "much", "1e0"])
      expect(field.safeParse(wrong).error?.issues[0]?.message).toBe(
        "must be a number from 0.1 to 2: units",
      );
  });
});

test("truths may come as their text, and nothing else may", () => {
  expect(["true", "false", true, false].map((value) => flag().parse(value))).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect(["yes", 1, ""].map((value) => flag().safeParse(value).success)).toEqual([
    false,
    false,
    false,
  ]);
});

test("texts have a form, and say so once", () => {
  const issues = (value: unknown) =>
    text(/^a+$/, "an a")
      .safeParse(value)
      .error?.issues.map((i) => i.message);
  expect(issues("aa")).toBeUndefined();
  expect(issues("b")).toEqual(["must be an a"]);
  expect(issues(7)).toEqual(["must be an a, written as text: put it in quotes"]);
});

test("choices are named", () => {
  expect(oneOf(["x", "y"]).safeParse("z").error?.issues[0]?.message).toBe("must be one of x, y");
});

test("a date is one that the calendar has", () => {
  expect(["2028-02-29", "2027-02-29", "2027-13-01"].map(isDate)).toEqual([true, false, false]);
});

test("a tag's value is one line, an address has one @", () => {
  expect([
    tagValue().safeParse("a\nb").success,
    tagValue().safeParse("x".repeat(257)).success,
  ]).toEqual([false, false]);
  const field = address("an address");
  expect(["a@b", "a@b@c", "a b@c", "a"].map((value) => field.safeParse(value).success)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test("a guid is one, in any case", () => {
  const whole = "0000000A-0000-4000-8000-00000000000b";
  expect(
    [whole, whole.slice(1), `${whole}0`].map((value) => guid("an id").safeParse(value).success),
  ).toEqual([true, false, false]);
});
