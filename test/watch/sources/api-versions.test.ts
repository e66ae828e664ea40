import { expect, test } from "vitest";
import { RESOURCE_TYPES } from "../../../infra/azure/resource-types";
import { resourceTypesOf } from "../../../scripts/cloud/azure/resources/providers";
import { watchDataPlane, watchManagement } from "../../../scripts/watch/sources/api-versions";
import { configOf } from "../../support/doctor/context";

const local = (namespace: string) =>
  Promise.resolve(
    new Map(
      resourceTypesOf(namespace, []).map(({ resourceType, apiVersions }) => [
        resourceType.toLowerCase(),
        apiVersions,
      ]),
    ),
  );
const everything = configOf({
  lock: true,
  diagnostics: true,
  budget: { amount: 10, emails: ["a@school.example"], start: "2026-12-01" },
});

test("each API version that the program pins is watched, and the local cloud lists it", async () => {
  const watched = await watchManagement(everything, local);
  expect(watched).toHaveLength(Object.keys(RESOURCE_TYPES).length);
  for (const one of watched)
    expect(one, one.name).toMatchObject({ state: "listed", isOver: false });
  expect(watched.map(({ name }) => name)).toContain(
    "Microsoft.CognitiveServices/accounts/deployments 2025-06-01",
  );
});

test("parts that are off are not watched", async () => {
  const names = (await watchManagement(configOf(), local)).map(({ name }) => name).join();
  expect(names).toContain("Microsoft.Databricks/workspaces");
  expect(names).not.toMatch(/budgets|locks|Insights/);
});

test("a version that Azure no longer lists is over; a type that it does not name is unknown", async () => {
  const types = new Map([["workspaces", ["2024-05-01", "2027-01-01"]]]);
  const watched = await watchManagement(configOf(), () => Promise.resolve(types));
  expect(watched.find(({ name }) => name.startsWith("Microsoft.Databricks"))).toMatchObject({
    ...{ state: "not listed", isOver: true },
    source: "Azure's list of Microsoft.Databricks, newest 2027-01-01",
  });
  expect(watched.find(({ name }) => name.startsWith("Microsoft.Authorization"))).toMatchObject({
    unknown: "Azure's list of Microsoft.Authorization has no roleAssignments",
  });
});

test("each provider is asked once, and one that does not answer hides no other", async () => {
  const asked: string[] = [];
  const watched = await watchManagement(configOf(), (namespace) => {
    asked.push(namespace);
    if (namespace === "Microsoft.Databricks") return Promise.reject(new Error("403"));
    return local(namespace);
  });
  expect(asked).toEqual([...new Set(asked)]);
  expect(watched.filter((one) => "unknown" in one)).toMatchObject([{ unknown: "403" }]);
});

test.each([
  ["v1", { state: "served", isOver: false, ends: undefined }],
  ["2023-03-15-preview", { state: "retired", isOver: true, ends: "2024-07-01" }],
  ["2025-04-01-preview", { unknown: expect.stringContaining("does not name it") as string }],
])("the data plane's api-version %s", (apiVersion, expected) => {
  const { openai } = configOf({ openai: { apiVersion } });
  expect(watchDataPlane(openai)).toMatchObject([expected]);
});
