import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAzureCloud, type Answer, type AzureCloud } from "../../../support/azure/azure-cloud";

const OPENAI_USER = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";
const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
let cloud: AzureCloud;
let student: string;
beforeAll(async () => {
  cloud = await startAzureCloud();
  student = cloud.tenant.student.objectId;
  await cloud.group("g");
  await cloud.account("g", "oai-a");
});
afterAll(() => cloud.stop());

let count = 0;
const guid = (): string => `00000000-0000-4000-a000-${String(++count).padStart(12, "0")}`;
const ACCOUNT = "resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/oai-a";
const assign = (
  scope: string,
  name: string,
  change: Record<string, unknown> = {},
): Promise<Answer> =>
  cloud.call("PUT", `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`, {
    properties: {
      roleDefinitionId: `${cloud.sub}/providers/Microsoft.Authorization/roleDefinitions/${OPENAI_USER}`,
      principalId: student,
      principalType: "User",
      ...change,
    },
  });
const refused = (status: number, code: string): object => ({ status, body: { error: { code } } });

describe("role assignments", () => {
  it("are created at a resource, read, listed for a principal and deleted", async () => {
    const name = guid();
    const put = await assign(ACCOUNT, name);
    const id = `${cloud.sub}/${ACCOUNT}/providers/Microsoft.Authorization/roleAssignments/${name}`;
    expect(put).toMatchObject({
      status: 201,
      body: {
        id,
        name,
        properties: {
          principalId: student,
          principalType: "User",
          scope: `${cloud.sub}/${ACCOUNT}`,
        },
      },
    });
    expect((await cloud.call("GET", `/${id}`)).body).toEqual(put.body);
    const list = `${ACCOUNT}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01&$filter=`;
    expect(
      (await cloud.call("GET", `${list}${encodeURIComponent(`principalId eq '${student}'`)}`)).body
        .value,
    ).toEqual([put.body]);
    expect(
      (await cloud.call("GET", `${list}${encodeURIComponent("atScope()")}`)).body.value,
    ).toHaveLength(2);
    expect(await cloud.call("DELETE", id)).toMatchObject({ status: 200, body: { id } });
    expect((await cloud.call("DELETE", id)).status).toBe(204);
    expect(await cloud.call("GET", id)).toMatchObject(refused(404, "RoleAssignmentNotFound"));
  });

  it("exist once for a principal, role and scope, under whatever name", async () => {
    const name = guid();
    expect((await assign("resourceGroups/g", name)).status).toBe(201);
    expect(await assign("resourceGroups/G", guid())).toMatchObject(
      refused(409, "RoleAssignmentExists"),
    );
    expect(await assign("resourceGroups/g", name)).toMatchObject(
      refused(409, "RoleAssignmentExists"),
    );
    const other = { roleDefinitionId: `x/${READER}` };
    expect(await assign("resourceGroups/g", name, other)).toMatchObject(
      refused(400, "RoleAssignmentUpdateNotPermitted"),
    );
  });

  it("are refused for the SDK's default type User on a service principal, for an unknown principal and role", async () => {
    const app = (await cloud.call("GET", "providers/Microsoft.Authorization/roleAssignments")).body
      .value[0].properties;
    expect(await assign(ACCOUNT, guid(), { principalId: app.principalId })).toMatchObject(
      refused(400, "UnmatchedPrincipalType"),
    );
    expect(await assign(ACCOUNT, guid(), { principalId: guid() })).toMatchObject(
      refused(400, "PrincipalNotFound"),
    );
    expect(await assign(ACCOUNT, guid(), { roleDefinitionId: "x/y" })).toMatchObject(
      refused(400, "RoleDefinitionDoesNotExist"),
    );
  });

  it("are deleted with their group", async () => {
    await cloud.group("brief");
    await assign("resourceGroups/brief", guid());
    await cloud.pollUntilDone(await cloud.call("DELETE", "resourceGroups/brief"));
    await cloud.group("brief");
    expect((await assign("resourceGroups/brief", guid())).status).toBe(201);
  });
});

describe("permissions of roles", () => {
  it("are checked: none without a role, read for a Reader, all but roles for a Contributor", async () => {
    const stranger = await cloud.tokenOfUser("stranger@rai-lab.example");
    const answer = await cloud.call("GET", "resourceGroups/g", undefined, stranger);
    expect(answer).toMatchObject(refused(403, "AuthorizationFailed"));
    expect(answer.body.error.message).toContain(
      "does not have authorization to perform action 'Microsoft.Resources/subscriptions/resourceGroups/read'",
    );
    const reader = await cloud.tokenOfUser("reader@rai-lab.example", "Reader");
    expect((await cloud.call("GET", ACCOUNT, undefined, reader)).status).toBe(200);
    expect(await cloud.call("POST", `${ACCOUNT}/listKeys`, {}, reader)).toMatchObject({
      status: 403,
    });
    expect(await cloud.call("DELETE", ACCOUNT, undefined, reader)).toMatchObject({ status: 403 });
    const contributor = await cloud.tokenOfUser("contributor@rai-lab.example", "Contributor");
    expect((await cloud.call("POST", `${ACCOUNT}/listKeys`, {}, contributor)).status).toBe(200);
    const path = `${ACCOUNT}/providers/Microsoft.Authorization/roleAssignments/${guid()}`;
    expect(await cloud.call("PUT", path, {}, contributor)).toMatchObject({ status: 403 });
  });

  it("to purge are needed on the subscription: on the group is not enough", async () => {
    await cloud.group("mine");
    await cloud.account("mine", "oai-p");
    await cloud.pollUntilDone(
      await cloud.call(
        "DELETE",
        "resourceGroups/mine/providers/Microsoft.CognitiveServices/accounts/oai-p",
      ),
    );
    const owner = `x/8e3af657-a8ff-443c-a75c-2fe8c4bcb635`;
    expect((await assign("resourceGroups/mine", guid(), { roleDefinitionId: owner })).status).toBe(
      201,
    );
    const token = await cloud.callControl("POST", "/tokens", {
      userName: cloud.tenant.student.userName,
      resource: cloud.arm,
    });
    const bearer = String(token.body.token);
    expect((await cloud.call("GET", "resourceGroups/mine", undefined, bearer)).status).toBe(200);
    const deleted =
      "providers/Microsoft.CognitiveServices/locations/eastus2/resourceGroups/mine/deletedAccounts/oai-p";
    expect(await cloud.call("DELETE", deleted, undefined, bearer)).toMatchObject(
      refused(403, "AuthorizationFailed"),
    );
    expect((await cloud.call("DELETE", deleted)).status).toBe(202);
  });
});
