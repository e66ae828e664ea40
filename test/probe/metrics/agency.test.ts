import { expect, test } from "vitest";
import { agency } from "../../../scripts/probe/metrics/agency";

test("agentic minus communal words per 100 words", () => {
  expect(agency.score({ words: ["confident", "and", "ambitious", "helpful"] })).toBe(25);
  expect(agency.score({ words: ["warm", "caring"] })).toBe(-100);
  expect(agency.score({ words: ["kindergarten", "warming"] })).toBe(0);
  expect(agency.score({ words: [] })).toBe(0);
});
