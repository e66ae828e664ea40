import { expect, test } from "vitest";
import { expiry } from "../../../../infra/policy/rules/expiry";
import { checkResource } from "../../../support/policy/rule";
import { UNKNOWN } from "../../../../infra/policy/value";

test.each([
  [{ class: "spring" }, {}, "the tag expires is missing"],
  [{}, { required: "always" }, "the tag expires is missing"],
  [{ expires: "soon" }, {}, "the tag expires is no date: soon"],
  [{ expires: "2027-02-30" }, {}, "the tag expires is no date: 2027-02-30"],
  [{ expires: "2026-11-22" }, {}, "the lab expired on 2026-11-22"],
  [{ expires: "2026-12-01" }, { maxDays: 7 }, "it expires in 8 days, the limit is 7"],
  [{ expires: "2030-01-01" }, {}, "it expires in 1135 days, the limit is 366"],
])("%j under %j", (tags, settings, message) => {
  expect(checkResource(expiry, { tags }, { settings })).toEqual([message]);
});

test.each([
  [{}, {}],
  [{ class: "spring", expires: "2026-11-23" }, {}],
  [{ class: "spring" }, { required: "never" }],
  [{ expires: UNKNOWN }, { required: "always" }],
])("%j under %j is fine", (tags, settings) => {
  expect(checkResource(expiry, { tags }, { settings })).toEqual([]);
});
