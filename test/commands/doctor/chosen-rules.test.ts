import { expect, test } from "vitest";
import { chosenRules, refuseIdle } from "../../../scripts/commands/doctor/chosen-rules";

test("ids with commas between them, each once; without the flag every rule", () => {
  expect(chosenRules("token-quota, vcpu-quota,token-quota")).toEqual(["token-quota", "vcpu-quota"]);
  expect(chosenRules(undefined)).toBeUndefined();
});

test.each([
  ["tokn-quota", 'there is no rule "tokn-quota". Did you mean "token-quota"?'],
  ["role-right,toString", 'there is no rule "toString".'],
  ["role-right,", 'there is no rule "".'],
])("%s is refused, with the id that was meant where one is near", (text, message) => {
  expect(() => chosenRules(text)).toThrow(
    expect.objectContaining({ code: "usage", message, cure: "npx lab doctor --list" }),
  );
});

test("rules that check nothing in this layout are no clear answer", () => {
  expect(() => {
    refuseIdle(["class-exists"], [], "lab");
  }).toThrow("class-exists: nothing to check in this stack of layout lab");
  refuseIdle(["class-exists", "role-right"], ["role-right"], "lab");
  refuseIdle(undefined, [], "lab");
});
