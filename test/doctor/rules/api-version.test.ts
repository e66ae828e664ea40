import { expect, test } from "vitest";
import { apiVersion } from "../../../scripts/doctor/rules/api-version";
import { contextOf, defaultConfigOf } from "../../support/doctor/context";

const judge = (version: string) => apiVersion.check(contextOf({ openai: { apiVersion: version } }));

test.each(["2024-10-21", "v1"])("%s is served", (version) => {
  expect(judge(version)).toMatchObject({
    status: "ok",
    message: `api-version ${version} is served`,
    cure: "",
  });
});

test("an api-version that cannot turn reasoning off is a warning", () => {
  const settings = { openai: { apiVersion: "2024-10-21" } };
  const config = defaultConfigOf(settings);
  expect(apiVersion.check({ ...contextOf(settings), config })).toMatchObject({
    status: "warning",
    code: "ApiVersionWithoutEffort",
    message:
      "api-version 2024-10-21 cannot turn off the reasoning of gpt-5.6-luna, which can use up the budget of every answer",
    cure: "set rai-lab:openai.apiVersion to v1",
  });
});

test("a retired preview is refused", () => {
  expect(judge("2023-03-15-preview")).toEqual({
    status: "refused",
    code: "ApiVersionRetired",
    message:
      "api-version 2023-03-15-preview was retired on 2024-07-01: the service answers 404 to it",
    cure: "set rai-lab:openai.apiVersion to 2024-10-21 or v1",
    evidence:
      "Microsoft's life cycle page (learn.microsoft.com/azure/ai-services/openai/api-version-deprecation); Azure cannot be asked",
  });
});

test("a version in neither list is unknown, not fine", () => {
  expect(judge("2025-04-01-preview")).toMatchObject({
    status: "unknown",
    code: "ApiVersionUnknown",
    message: "whether api-version 2025-04-01-preview is served is not known",
  });
});
