import { expect, test } from "vitest";
import { apiVersion } from "../../../scripts/doctor/rules/api-version";
import { contextOf } from "../../support/doctor/context";

const judge = (version: string) => apiVersion.check(contextOf({ openai: { apiVersion: version } }));

test.each(["2024-10-21", "v1"])("%s is served", (version) => {
  expect(judge(version)).toMatchObject({
    status: "ok",
    message: `api-version ${version} is served`,
    cure: "",
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
