import { expect, test } from "vitest";
import { libraryInline } from "../../../../infra/policy/rules/library-inline";
import { CLUSTER } from "../../../../infra/policy/types";
import { checkResource } from "../../../support/policy/rule";

test("a library of its own is never right", () => {
  expect(
    checkResource(libraryInline, { clusterId: "c", pypi: { package: "openai==2.54.0" } }),
  ).toEqual(["it is a databricks.Library"]);
});

test("it is not asked about clusters", () => {
  expect(libraryInline.appliesTo).not.toContain(CLUSTER);
});
