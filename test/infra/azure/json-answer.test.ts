import { expect, test } from "vitest";
import { parseJsonAnswer, readJsonAnswer } from "../../../infra/azure/json-answer";

test.each([
  ["<html><body>Sign in</body></html>", "The answer (HTTP 200) is not JSON: <html>"],
  ["upstream connect error", "The answer (HTTP 200) is not JSON: upstream connect error"],
  ['"text"', 'The answer (HTTP 200) is not JSON: "text"'],
  ["{", "The answer (HTTP 200) is not JSON: {"],
])("%s is a LabError that shows it, and no SyntaxError", async (text, message) => {
  await expect(readJsonAnswer(new Response(text))).rejects.toMatchObject({
    name: "LabError",
    code: "cloud",
    message: expect.stringContaining(message),
    cure: expect.stringContaining("run the same command again"),
  });
});

test("an empty answer is undefined, or an error where JSON is needed", async () => {
  expect(parseJsonAnswer(" ", 202, "/x")).toBeUndefined();
  await expect(readJsonAnswer(new Response(""))).rejects.toThrow("(HTTP 200) is empty");
});

test("JSON is read", async () => {
  expect(await readJsonAnswer(new Response('{"a":1}'))).toEqual({ a: 1 });
});
