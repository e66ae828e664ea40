import { expect, test } from "vitest";
import { clusterLibraries } from "../../../../infra/policy/rules/cluster-libraries";
import { LIBRARY } from "../../../../infra/policy/types";
import { checkResource } from "../../../support/policy/rule";

test.each([
  [{ pypi: { package: "openai" } }, "openai is not pinned"],
  [{ pypi: { package: "openai>=1.0" } }, "openai>=1.0 is not pinned"],
  [{ pypi: { package: "openai==2.*" } }, "openai==2.* is not pinned"],
  [{ maven: { coordinates: "com.example:lib:[1.0,)" } }, "com.example:lib:[1.0,) is not pinned"],
  [{ cran: { package: "ggplot2" } }, "ggplot2 is not pinned"],
])("%j", (library, message) => {
  expect(
    checkResource(clusterLibraries, {
      libraries: [{ pypi: { package: "openai==2.54.0" } }, library],
    }),
  ).toEqual([message]);
  expect(checkResource(clusterLibraries, library, { type: LIBRARY })).toEqual([message]);
});

test("exact versions", () => {
  const libraries = [
    { pypi: { package: "openai[datalib]==2.54.0" } },
    { maven: { coordinates: "com.example:lib:1.2" } },
  ];
  expect(checkResource(clusterLibraries, { libraries })).toEqual([]);
  expect(checkResource(clusterLibraries, {})).toEqual([]);
});
