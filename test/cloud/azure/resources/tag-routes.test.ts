import { afterAll, beforeAll, expect, it } from "vitest";
import { startAzureCloud, type Answer, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => {
  cloud = await startAzureCloud();
  await cloud.group("tagged");
});
afterAll(() => cloud.stop());

const TAGS = "providers/Microsoft.Resources/tags/default";
const call = async (
  method: string,
  scope: string,
  operation?: string,
  tags = {},
): Promise<Answer["body"]> => {
  const body = { ...(operation !== undefined && { operation }), properties: { tags } };
  const sent = method === "GET" || method === "DELETE" ? undefined : body;
  return (await cloud.call(method, `${scope}/${TAGS}`.replace(/^\//, ""), sent)).body;
};

const LOGS = "resourceGroups/tagged/providers/Microsoft.OperationalInsights/workspaces/logs";

it("tags of a group and a resource are read, replaced, merged and taken away apart from it", async () => {
  await cloud.call("PUT", LOGS, { location: "eastus2", tags: { first: "1" } });
  for (const [scope, type] of [
    ["resourceGroups/tagged", "group"],
    [LOGS, "resource"],
  ] as const) {
    expect(await call("PUT", scope, undefined, { a: "1", b: "2" })).toEqual({
      id: `${cloud.sub}/${scope}/${TAGS}`,
      name: "default",
      type: "Microsoft.Resources/tags",
      properties: { tags: { a: "1", b: "2" } },
    });
    await call("PATCH", scope, "Merge", { c: "3" });
    await call("PATCH", scope, "Delete", { a: "1", b: "not this" });
    expect((await call("GET", scope)).properties.tags, type).toEqual({ b: "2", c: "3" });
    expect((await cloud.call("GET", scope)).body.tags).toEqual({ b: "2", c: "3" });
    await call("PATCH", scope, "Replace", { d: type });
  }
  const names = (await cloud.call("GET", "tagNames")).body.value;
  expect(names).toMatchObject([
    {
      tagName: "d",
      count: { type: "Total", value: 2 },
      values: [{ tagValue: "group" }, { tagValue: "resource" }],
    },
  ]);
  await call("DELETE", LOGS);
  expect((await cloud.call("GET", LOGS)).body.tags).toEqual({});
});

it("a subscription has tags, what does not exist has none, and the limits hold", async () => {
  await call("PUT", "", undefined, { owner: "me" });
  expect((await call("GET", "")).properties.tags).toEqual({ owner: "me" });
  expect((await call("GET", LOGS.replace("/logs", "/none"))).error.code).toBe("ResourceNotFound");
  const long = await call("PUT", "resourceGroups/tagged", undefined, { a: "x".repeat(257) });
  expect(long.error.code).toBe("InvalidTagValueLength");
  const locked = `resourceGroups/tagged/providers/Microsoft.Authorization/locks/still`;
  await cloud.call("PUT", locked, { properties: { level: "ReadOnly" } });
  expect((await call("PUT", "resourceGroups/tagged", undefined, {})).error.code).toBe(
    "ScopeLocked",
  );
});

it("names and values of tags are made beforehand, and stay while something has them", async () => {
  await cloud.call("PUT", "resourceGroups/priced", { location: "eastus2", tags: { Cost: "used" } });
  const made = await cloud.call("PUT", "tagNames/cost");
  expect([made.status, made.body.count.value]).toEqual([201, 1]);
  expect((await cloud.call("PUT", "tagNames/cost/tagValues/free")).status).toBe(201);
  expect((await cloud.call("PUT", "tagNames/nameless/tagValues/free")).status).toBe(404);
  const { value } = (await cloud.call("GET", "tagNames")).body as {
    value: { tagName: string; values: { tagValue: string; count: { value: number } }[] }[];
  };
  const cost = value.find(({ tagName }) => tagName === "cost");
  expect(cost?.values.map(({ tagValue, count }) => [tagValue, count.value])).toEqual([
    ["free", 0],
    ["used", 1],
  ]);
  expect((await cloud.call("DELETE", "tagNames/cost")).status).toBe(409);
  expect((await cloud.call("DELETE", "tagNames/cost/tagValues/free")).status).toBe(200);
  await cloud.call("PUT", "resourceGroups/priced", { location: "eastus2" });
  expect((await cloud.call("DELETE", "tagNames/cost")).status).toBe(200);
});
