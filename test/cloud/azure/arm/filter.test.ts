import { describe, expect, it } from "vitest";
import { parseFilter } from "../../../../scripts/cloud/azure/arm/filter";

describe("a filter", () => {
  it("is a list of wanted values", () => {
    expect(parseFilter("", ["name"])).toEqual(new Map());
    expect(parseFilter("Name eq 'O''Neill and Sons' and Location EQ 'x'", ["name", "location"]))
      // An `and` inside of quotation marks is text.
      .toEqual(
        new Map([
          ["name", "O'Neill and Sons"],
          ["location", "x"],
        ]),
      );
  });

  it.each(["name", "name eq", "eq 'x'", "name eq x", "name eq 'x' name eq 'y'", "'name' eq 'x'"])(
    "%s is nonsense",
    (filter) => expect(() => parseFilter(filter, ["name"])).toThrow("Invalid $filter"),
  );

  it.each([
    "name ne 'x'",
    "not name eq 'x'",
    "startswith(name,'x')",
    "name in ('x')",
    "other eq 'x'",
  ])("%s is OData that is not simulated", (filter) =>
    expect(() => parseFilter(filter, ["name"])).toThrow("does not simulate"),
  );
});
