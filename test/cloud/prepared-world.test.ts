import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { afterEach, expect, test } from "vitest";
import { table } from "../../scripts/cloud/azure/tables";
import { azureStore } from "../../scripts/cloud/azure/store";
import { startCloud, type RunningCloud } from "../../scripts/cloud/cloud";
import { readPreparedWorld } from "../../scripts/cloud/prepared-world";
import { temporaryFolder } from "../support/folder";

const fileWith = (text: string): string => {
  const file = path.join(temporaryFolder(), "world.yaml");
  writeFileSync(file, text);
  return file;
};
let cloud: RunningCloud | undefined;
afterEach(async () => {
  await cloud?.stop();
  cloud = undefined;
});
const start = async (folder: string, text: string): Promise<RunningCloud> =>
  (cloud = await startCloud({
    folder,
    prepared: readPreparedWorld(fileWith(text)),
    model: () => Promise.reject(new Error("no model here")),
  }));
const rolesOf = ({ world }: RunningCloud, principalId: string): string[] =>
  azureStore(world)
    .roleAssignments.values()
    .filter((one) => one.principalId === principalId)
    .map(({ scope }) => scope);

const WORLD = `
clock: 2026-11-25T08:00:00Z
tables:
  quotas: { deploymentsPerAccount: 1 }
  policies:
    rows:
      - name: eu
        displayName: Allowed locations
        scope: /subscriptions/{subscriptionId}
        policyDefinitionId: /providers/Microsoft.Authorization/policyDefinitions/e765b5de-1225-4ba3-bd56-1ac6695af988
        parameters: { listOfAllowedLocations: { value: [swedencentral] } }
users: [{ userName: ada@school.example, role: Reader }]
servicePrincipals:
  - { displayName: CI, clientId: 5f0c2a52-6a44-4a5c-9a0b-0d7a2a3f7a11, clientSecret: only-local, role: Contributor }
`;

test("a new world has what the file says, is what clients meet, and a second start changes nothing", async () => {
  const folder = temporaryFolder();
  const first = await start(folder, WORLD);
  const { subscriptionId, tenantId, authority, arm } = first.connection;
  const whole = `/subscriptions/${subscriptionId}`;
  expect(first.world.clock.iso()).toMatch(/^2026-11-25T08:0/);
  expect(table(first.world, "quotas")).toMatchObject({
    deploymentsPerAccount: 1,
    accounts: { AccountCount: 200 },
  });
  const signIn = await fetch(`${authority}/${tenantId}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: "5f0c2a52-6a44-4a5c-9a0b-0d7a2a3f7a11",
      client_secret: "only-local",
      scope: `${arm}/.default`,
    }),
  });
  const { access_token: token } = (await signIn.json()) as { access_token: string };
  const refused = await fetch(`${arm}${whole}/resourceGroups/g?api-version=2021-04-01`, {
    method: "PUT",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ location: "eastus2" }),
  });
  expect(await refused.json()).toMatchObject({ error: { code: "RequestDisallowedByPolicy" } });

  const [ada] = azureStore(first.world).principalsByUserName("ada@school.example");
  expect(rolesOf(first, ada!.objectId)).toEqual([whole]);
  await first.stop();
  const second = await start(folder, WORLD.replace("2026-11-25", "2027-11-25"));
  expect(second.world.clock.iso()).toMatch(/^2026-11-25T08:0/);
  const [again] = azureStore(second.world).principalsByUserName("ada@school.example");
  expect(again).toEqual(ada);
  expect(rolesOf(second, ada!.objectId)).toEqual([whole]);
});

test("all that is wrong with a file is said at once", () => {
  const wrong = `
clock: yesterday
tables: { quotas: { tokens: { default: -1 } }, nonsense: {} }
users: [{ userName: a, rule: Reader }]
`;
  const file = fileWith(wrong);
  expect(() => readPreparedWorld(file)).toThrow(
    expect.objectContaining({ code: "config", where: file }),
  );
  for (const place of ["clock", "tables.quotas.tokens", "nonsense", "users.0.userName", "rule"])
    expect(() => readPreparedWorld(file)).toThrow(place);
  expect(() => readPreparedWorld(fileWith("a: ["))).toThrow("the world's file is wrong");
  expect(readPreparedWorld(fileWith(""))).toMatchObject({ users: [], tables: {} });
  expect(() => readPreparedWorld("/no/such/file")).toThrow(
    expect.objectContaining({ code: "file" }),
  );
});

test("a role that there is not is refused before anything changes", async () => {
  const folder = temporaryFolder();
  const text = "users: [{ userName: ada@school.example, role: Emperor }]";
  await expect(start(folder, text)).rejects.toMatchObject({
    code: "config",
    message: expect.stringContaining('there is no role "Emperor"'),
  });
  const after = await start(folder, "");
  expect(azureStore(after.world).principalsByUserName("ada@school.example")).toEqual([]);
});

test("a file may ask for throttling", async () => {
  const { world } = await start(temporaryFolder(), "tables: { settings: { throttling: true } }");
  expect(table(world, "settings")).toMatchObject({ throttling: true, deploymentWrite: "sync" });
});
