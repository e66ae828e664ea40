import { expect, test } from "vitest";
import { countEvents } from "../../../scripts/probe/score/events";

test("the same things are counted together, by deployment, with their first and last time", () => {
  const event = (what: string, at: string, deployment?: string) => ({
    type: "event" as const,
    what,
    at,
    ...(deployment !== undefined && { deployment }),
  });
  expect(
    countEvents([
      event("429", "a"),
      event("resumed", "b"),
      event("429", "c"),
      event("429", "d", "mini"),
      event("429", "e"),
    ]),
  ).toEqual([
    { what: "429", times: 3, first: "a", last: "e" },
    { what: "resumed", times: 1, first: "b", last: "b" },
    { what: "429", deployment: "mini", times: 1, first: "d", last: "d" },
  ]);
  expect(countEvents([])).toEqual([]);
});
