import { expect, test } from "vitest";
import { isDomain, isRelay, readUserName } from "../../../scripts/class/roster/address";

test.each([
  ["Rosa@Example.EDU", "rosa@example.edu"],
  ["o'neil+lab@mail.example.edu", "o'neil+lab@mail.example.edu"],
  ["a@bücher.example", "a@bücher.example"],
  ["a@xn--bcher-kva.example", "a@xn--bcher-kva.example"],
  ["a@例え.テスト", "a@例え.テスト"],
  ["mailto:a@example.edu", "a@example.edu"],
  ["<a@example.edu>", "a@example.edu"],
])("%s is an address", (cell, address) => {
  expect(readUserName(cell)).toEqual({ kind: "address", address, name: "" });
});

test.each([
  ["zibrahim", "login"],
  ["0815", "login"],
  ["", "empty"],
  ["-", "empty"],
  ["N/A", "empty"],
  ["a@example.edu, b@example.edu", "several"],
  ["A <a@example.edu>; B <b@example.edu>", "several"],
  ["Info Requested", "neither"],
  ["a@example", "neither"],
  ["a@example.edu-1", "neither"],
  ["a@-example.edu", "neither"],
  ["a@example..edu", "neither"],
  [".a@example.edu", "neither"],
  ["EXAMPLE\\jo", "neither"],
  ["=HYPERLINK(1)", "neither"],
  [`${"a".repeat(300)}@example.edu`, "neither"],
])("%s is %s", (cell, kind) => {
  expect(readUserName(cell).kind).toBe(kind);
});

test("a name may stand beside an address", () => {
  const read = readUserName("Rosa Delgado <rosa@example.edu>");
  expect(read).toMatchObject({ address: "rosa@example.edu", name: "Rosa Delgado" });
});

test("a long text is read in linear time", () => {
  expect(readUserName(`a@${"a-".repeat(50_000)}`).kind).toBe("neither");
  expect(readUserName(`${"<".repeat(50_000)}a@`).kind).toBe("neither");
});

test("domains and relays", () => {
  expect(["example.edu", "a.example.edu"].map(isDomain)).toEqual([true, true]);
  expect(["example", "", "a@b.edu", "exa mple.edu"].map(isDomain)).not.toContain(true);
  expect(isRelay("x@privaterelay.example.com")).toBe(true);
  expect(isRelay("x@notprivaterelay.example.com")).toBe(false);
});
