import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { RESOURCE_TYPES, resourceTypeOf } from "../../../infra/azure/resource-types";

test("every Azure resource of a golden plan has its type in the table", () => {
  const plans = globSync("test/golden/*.json", { cwd: `${__dirname}/../../..` });
  const planned = plans.flatMap((plan) =>
    [
      ...readFileSync(`${__dirname}/../../../${plan}`, "utf8").matchAll(/azure-native:\w+:\w+/g),
    ].map(String),
  );
  expect([...new Set(planned)].sort()).toEqual(Object.keys(RESOURCE_TYPES).sort());
});

test("a type that no lab has is not found", () => {
  expect(resourceTypeOf("azure-native:databricks:Workspace")?.apiVersion).toBe("2026-01-01");
  expect(resourceTypeOf("azure-native:storage:StorageAccount")).toBeUndefined();
});
