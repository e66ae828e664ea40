import { expect, test } from "vitest";
import { differenceOf, expectedAnswers, learnt } from "../../../scripts/trial/expected/expected";
import type { Exchange } from "../../../scripts/trial/exchange";

const exchange = (change: Partial<Exchange> = {}): Exchange => ({
  method: "PUT",
  service: "arm",
  path: "/subscriptions/{}/x?api-version=2025-06-01",
  status: 201,
  headers: ["azure-asyncoperation", "retry-after"],
  keys: ["id", "properties", "properties.state"],
  ...change,
});
const expected = learnt([exchange(), exchange({ keys: ["id", "properties", "sku"] })]);

test("what was learnt is no difference, and keys that not every answer has are not expected", () => {
  expect(expected).toEqual([
    {
      method: "PUT",
      path: "/subscriptions/{}/x",
      status: 201,
      keys: ["id", "properties"],
      also: ["properties.state", "sku"],
      polled: ["azure-asyncoperation"],
    },
  ]);
  for (const keys of [
    ["id", "properties"],
    ["id", "properties", "sku"],
  ])
    expect(differenceOf(exchange({ keys }), expected)).toBeUndefined();
});

test.each([
  [{ status: 200 }, "status 200 instead of 201"],
  [{ status: 409, code: "Conflict" }, "status 409 (Conflict) instead of 201"],
  [{ keys: ["id"] }, "status 201 without properties"],
  [{ headers: [] }, "status 201 with none of the headers to poll, instead of azure-asyncoperation"],
])("%j is a surprise", (change, what) => {
  expect(differenceOf(exchange(change), expected)).toMatchObject({ what, isSurprise: true });
});

test("more keys are a difference, and no surprise", () => {
  const more = exchange({ keys: ["etag", "id", "properties"] });
  expect(differenceOf(more, expected)).toMatchObject({
    what: "status 201 with etag besides",
    isSurprise: false,
  });
});

test("what is asked again, and what a local trial does not ask, is no difference", () => {
  for (const status of [429, 503])
    expect(differenceOf(exchange({ status }), expected)).toBeUndefined();
  expect(differenceOf(exchange({ path: "/other" }), expected)).toBeUndefined();
});

test("the answers of a whole trial are there, each once", () => {
  const all = expectedAnswers();
  expect(all.length).toBeGreaterThan(50);
  const names = all.map(({ method, path, status }) => `${method} ${path} ${status}`);
  expect(new Set(names).size).toBe(names.length);
});
