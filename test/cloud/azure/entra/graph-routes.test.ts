import { afterAll, beforeAll, expect, it } from "vitest";
import { startAzureCloud, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => (cloud = await startAzureCloud()));
afterAll(() => cloud.stop());

const ask = async (path: string, init: RequestInit = {}, signedIn = true) => {
  const token = await cloud.tokenOfUser("ada@school.example");
  const headers = { ...(signedIn && { authorization: `Bearer ${token}` }) };
  const response = await fetch(`${cloud.authority}/v1.0/${path}`, { headers, ...init });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const filtered = (list: string, filter: string) =>
  ask(`${list}?$filter=${encodeURIComponent(filter)}`);

it("finds a user by name, and a service principal by application, as az does before it gives a role", async () => {
  const { userName, objectId } = cloud.tenant.student;
  const user = await filtered("users", `userPrincipalName eq '${userName}'`);
  expect(user.body.value).toMatchObject([{ id: objectId, userPrincipalName: userName }]);
  expect((await ask(`users/${userName}`)).body.id).toBe(objectId);
  const filter = `servicePrincipalNames/any(c:c eq '${cloud.tenant.clientId}')`;
  const app = await filtered("servicePrincipals", filter);
  expect(app.body.value).toMatchObject([{ appId: cloud.tenant.clientId }]);
  expect((await ask("me")).body.userPrincipalName).toBe("ada@school.example");
});

it("answers nobody for an unknown name, 404 for an unknown id, 401 without a token", async () => {
  expect((await filtered("users", "userPrincipalName eq 'x@y.example'")).body.value).toEqual([]);
  expect(await ask("users/nobody")).toMatchObject({
    status: 404,
    body: { error: { code: "Request_ResourceNotFound" } },
  });
  expect((await ask("users", {}, false)).status).toBe(401);
});

it("refuses what it does not obey", async () => {
  expect((await filtered("users", "startswith(mail,'a')")).status).toBe(501);
  expect((await ask("users?$search=a")).status).toBe(501);
  expect((await ask("groups")).status).toBe(501);
});

it("is the only directory that the metadata document names", async () => {
  const response = await fetch(`${cloud.arm}/metadata/endpoints?api-version=2022-09-01`);
  const text = await response.text();
  const hosts = [...text.matchAll(/https?:\/\/([^/"]+)/g)].map(([, host]) => host!);
  const outside = hosts.filter((host) => !host.startsWith("127.0.0.1:"));
  // An audience is a name that tokens carry; nothing is sent to it.
  expect(outside).toEqual(["management.azure.com"]);
});

it("describes the one tenant to who signs out without naming it", async () => {
  for (const name of ["common", "organizations", "consumers"]) {
    const path = `${cloud.authority}/${name}/v2.0/.well-known/openid-configuration`;
    const document = (await (await fetch(path)).json()) as { issuer: string };
    expect(document.issuer).toContain(cloud.tenant.tenantId);
  }
});
