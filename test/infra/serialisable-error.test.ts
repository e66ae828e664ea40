import { expect, test } from "vitest";
import { LabError } from "../../infra/errors";
import { createLabError, messageOf } from "../../infra/serialisable-error";

test("what labError makes is a LabError in all that is looked at", () => {
  const cause = new Error("why");
  const details = { where: "x", cure: "y", cause };
  const made = createLabError("cloud", "what", details);
  const built = new LabError("cloud", "what", details);
  expect(made).toBeInstanceOf(LabError);
  expect(made).toBeInstanceOf(Error);
  const seen = (error: Error) => [
    Object.entries(error).sort(),
    error.message,
    error.cause,
    String(error),
  ];
  expect(seen(made)).toEqual(seen(built));
});

test("no other error is one", () => {
  expect(new Error("x")).not.toBeInstanceOf(LabError);
  expect({ name: "LabError" }).not.toBeInstanceOf(LabError);
});

test("anything thrown has a text", () => {
  expect([new Error("a"), "b", 7, undefined].map(messageOf)).toEqual(["a", "b", "7", "undefined"]);
});
