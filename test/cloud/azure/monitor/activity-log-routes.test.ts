import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { KEPT_ACTIVITIES } from "../../../../scripts/cloud/azure/monitor/activity-log";
import {
  startAzureCloud,
  NOW,
  type Answer,
  type AzureCloud,
} from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => (cloud = await startAzureCloud()));
afterAll(() => cloud.stop());

interface Event {
  eventTimestamp: string;
  operationName: { value: string };
  operationId: string;
  status: { value: string };
  subStatus: { value: string };
  authorization: { scope: string };
  properties: Record<string, string>;
}

const log = (filter = ""): Promise<Answer> =>
  cloud.call(
    "GET",
    `providers/Microsoft.Insights/eventtypes/management/values?api-version=2015-04-01&$filter=${encodeURIComponent(filter)}`,
  );
const eventsOf = async (filter?: string): Promise<Event[]> =>
  (await log(filter)).body.value as Event[];
const said = (events: Event[]): string[][] =>
  events.map(({ operationName, status, subStatus }) => [
    operationName.value.split("/").slice(1).join("/"),
    status.value,
    subStatus.value,
  ]);
const iso = (ms: number): string => new Date(ms).toISOString().replace("Z", "");

let at = 0;
/** Each test has a time of its own. */
beforeEach(() => {
  cloud.world.clock.advance(3600_000);
  at = cloud.world.clock.now();
});
const now = (more = ""): string => `eventTimestamp ge ${iso(at)}${more}`;

it("tells of each change who asked for what, and what came of it, the newest first", async () => {
  await cloud.group("logged");
  const account = "resourceGroups/logged/providers/Microsoft.CognitiveServices/accounts/oai-log";
  await cloud.call("GET", account);
  await cloud.account("logged", "oai-log");
  await cloud.call("PUT", account, { location: "eastus2", kind: "Nope", sku: { name: "S0" } });
  const events = await eventsOf(now(" and resourceGroupName eq 'LOGGED'"));
  const begun = (action: string) => [action, "Started", ""];
  expect(said(events)).toEqual([
    ["accounts/write", "Failed", "BadRequest"],
    begun("accounts/write"),
    ["accounts/write", "Accepted", "Created"],
    begun("accounts/write"),
    ["subscriptions/resourceGroups/write", "Succeeded", "Created"],
    begun("subscriptions/resourceGroups/write"),
  ]);
  expect(events[0]).toMatchObject({
    caller: cloud.tenant.clientId,
    resourceGroupName: "logged",
    resourceId: `${cloud.sub}/${account}`,
    resourceType: { value: "Microsoft.CognitiveServices/accounts" },
  });
  expect(events[0]?.operationId).toBe(events[1]?.operationId);
  const uri = ` and resourceUri eq '${cloud.sub}/${account.toUpperCase()}'`;
  expect(await eventsOf(now(uri))).toHaveLength(4);
  expect(await eventsOf(now(uri.replace("resourceUri", "resourceId")))).toHaveLength(4);
  expect(said(await eventsOf(now(" and status eq 'failed'")))).toEqual([
    ["accounts/write", "Failed", "BadRequest"],
  ]);
});

it("keeps what was granted and taken away, as az reads it", async () => {
  const reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
  const roles = "providers/Microsoft.Authorization";
  const { objectId: principalId } = cloud.tenant.student;
  const roleDefinitionId = `${cloud.sub}/${roles}/roleDefinitions/${reader}`;
  const one = `${roles}/roleAssignments/11111111-1111-4111-8111-111111111111`;
  await cloud.call("PUT", one, { properties: { roleDefinitionId, principalId } });
  await cloud.call("DELETE", one);
  const [deleted, , , granted] = await eventsOf(
    now(" and resourceProvider eq Microsoft.Authorization"),
  );
  expect(JSON.parse(granted?.properties["requestbody"] ?? "")).toMatchObject({
    properties: { principalId },
  });
  expect(JSON.parse(deleted?.properties["responseBody"] ?? "")).toMatchObject({
    properties: { principalId },
  });
});

it("until a client's own time is until now, although this cloud's clock has jumped ahead", async () => {
  await cloud.group("ahead");
  expect(await eventsOf(now(` and eventTimestamp le ${iso(NOW)}`))).toHaveLength(2);
  expect(await eventsOf(now(` and eventTimestamp le ${iso(NOW - 3600_000)}`))).toEqual([]);
});

it("a filter that is not known is 501, and so is a time of which something is lost", async () => {
  expect((await log("level eq 'Error'")).status).toBe(501);
  const tag = (n: number) =>
    cloud.call("PATCH", "resourceGroups/logged", { tags: { n: String(n) } });
  for (let n = 0; n < KEPT_ACTIVITIES; n++) await tag(n);
  expect((await log()).status).toBe(501);
  cloud.world.clock.advance(1000);
  at = cloud.world.clock.now();
  await tag(0);
  expect(await eventsOf(now())).toHaveLength(2);
  expect(await eventsOf(now(" and caller eq 'somebody'"))).toEqual([]);
});
