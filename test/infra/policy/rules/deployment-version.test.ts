import { expect, test } from "vitest";
import { deploymentVersion } from "../../../../infra/policy/rules/deployment-version";
import { checkResource } from "../../../support/policy/rule";

const model = { format: "OpenAI", name: "gpt-4o", version: "2024-11-20" };
const DRIFTS = "its model changes as soon as Azure has a newer default";

test.each([
  [
    { model: { name: "gpt-4o" }, versionUpgradeOption: "NoAutoUpgrade" },
    ["its model has no version"],
  ],
  [{ model, versionUpgradeOption: "OnceNewDefaultVersionAvailable" }, [DRIFTS]],
  [{ model }, [DRIFTS]],
  [{}, ["its model has no version", DRIFTS]],
])("%j", (properties, messages) => {
  expect(checkResource(deploymentVersion, { properties })).toEqual(messages);
});

test.each(["NoAutoUpgrade", "OnceCurrentVersionExpired"])("%s is fine", (versionUpgradeOption) => {
  expect(checkResource(deploymentVersion, { properties: { model, versionUpgradeOption } })).toEqual(
    [],
  );
});
