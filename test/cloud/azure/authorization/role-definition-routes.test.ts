import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { armRoutes } from "../../../../scripts/cloud/azure";
import { ACTIONS } from "../../../../scripts/cloud/azure/arm/actions";
import { createArmApp } from "../../../../scripts/cloud/azure/arm/app";
import { startAzureCloud, type Answer, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => (cloud = await startAzureCloud()));
afterAll(() => cloud.stop());

let count = 0;
const guid = (): string => `00000000-0000-4000-b000-${String(++count).padStart(12, "0")}`;
const DEFINITIONS = "providers/Microsoft.Authorization/roleDefinitions";
const ASSIGNMENTS = "providers/Microsoft.Authorization/roleAssignments";
const refused = (status: number, code: string): object => ({ status, body: { error: { code } } });

interface Permissions {
  actions?: string[];
  notActions?: string[];
}

const define = (id: string, roleName: string, permissions: Permissions, scope = cloud.sub) =>
  cloud.call("PUT", `${DEFINITIONS}/${id}`, {
    properties: { roleName, permissions: [permissions], assignableScopes: [scope] },
  });

/** A new user with a role at a scope; `condition` limits it. */
async function userWith(role: string, scope = cloud.sub, condition?: string): Promise<string> {
  const userName = `u${++count}@rai-lab.example`;
  const token = await cloud.tokenOfUser(userName);
  const answer = await assign(role, await objectIdOf(userName), scope, { condition });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return token;
}

const objectIdOf = async (userName: string): Promise<string> =>
  String((await cloud.callControl("POST", "/users", { userName })).body.objectId);

const assign = (
  role: string,
  principalId: string,
  scope: string,
  { condition, token }: { condition?: string | undefined; token?: string } = {},
): Promise<Answer> =>
  cloud.call(
    "PUT",
    `${scope}/${ASSIGNMENTS}/${guid()}`,
    {
      properties: {
        roleDefinitionId: `${cloud.sub}/${DEFINITIONS}/${role}`,
        principalId,
        principalType: "User",
        ...(condition !== undefined && { condition, conditionVersion: "2.0" }),
      },
    },
    token,
  );

describe("a custom role", () => {
  it("allows its actions at its scope and nothing else; taken from it, one is refused at once", async () => {
    const role = guid();
    const group = "Microsoft.Resources/subscriptions/resourceGroups";
    const made = await define(role, "groups", {
      actions: [`${group}/*`],
      notActions: [`${group}/delete`],
    });
    expect(made).toMatchObject({
      status: 201,
      body: { name: role, properties: { roleName: "groups", type: "CustomRole" } },
    });
    const user = await userWith(role);
    const put = () => cloud.call("PUT", "resourceGroups/own", { location: "eastus2" }, user);
    expect((await put()).status).toBe(201);
    expect((await cloud.call("GET", "resourceGroups/own", undefined, user)).status).toBe(200);
    const kept = await cloud.call("DELETE", "resourceGroups/own", undefined, user);
    expect(kept).toMatchObject(refused(403, "AuthorizationFailed"));
    expect(kept.body.error.message).toContain(
      `perform action '${group}/delete' over scope '${cloud.sub}/resourceGroups/own'`,
    );
    await define(role, "groups", { actions: [`${group}/read`] });
    expect(await put()).toMatchObject(refused(403, "AuthorizationFailed"));
  });

  it("is found by its name, and cannot be deleted while it is assigned", async () => {
    const role = guid();
    const made = await define(role, "finders", { actions: ["*/read"] });
    const list = async (name: string): Promise<unknown> => {
      const filter = encodeURIComponent(`roleName eq '${name}'`);
      return (await cloud.call("GET", `${DEFINITIONS}?api-version=2022-04-01&$filter=${filter}`))
        .body.value;
    };
    expect(await list("Finders")).toEqual([made.body]);
    expect(await list("Owner")).toMatchObject([{ properties: { type: "BuiltInRole" } }]);
    expect(await define(guid(), "FINDERS", {})).toMatchObject(
      refused(409, "RoleDefinitionWithSameNameExists"),
    );
    await userWith(role);
    const path = `${DEFINITIONS}/${role}`;
    expect(await cloud.call("DELETE", path)).toMatchObject(
      refused(400, "RoleDefinitionHasAssignments"),
    );
    const unused = guid();
    await define(unused, "unused", {});
    expect((await cloud.call("DELETE", `${DEFINITIONS}/${unused}`)).status).toBe(200);
    expect((await cloud.call("DELETE", `${DEFINITIONS}/${unused}`)).status).toBe(204);
    expect(await cloud.call("GET", `${DEFINITIONS}/${unused}`)).toMatchObject(
      refused(404, "RoleDefinitionDoesNotExist"),
    );
  });

  it("is assigned within its scopes only", async () => {
    const role = guid();
    await cloud.group("here");
    await define(role, "local", { actions: ["*/read"] }, `${cloud.sub}/resourceGroups/here`);
    const { objectId } = cloud.tenant.student;
    expect(await assign(role, objectId, cloud.sub)).toMatchObject(
      refused(400, "RoleAssignmentScopeNotAssignableToRoleDefinition"),
    );
    expect((await assign(role, objectId, `${cloud.sub}/resourceGroups/here`)).status).toBe(201);
  });
});

it("a condition of the assignment keeps who may give roles from giving another one", async () => {
  const [granter, reader, owner] = [
    guid(),
    "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
  ];
  await define(granter, "granters", { actions: ["Microsoft.Authorization/roleAssignments/*"] });
  const condition =
    "!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'}) OR " +
    "@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] " +
    `ForAnyOfAnyValues:GuidEquals {${reader}}`;
  const token = await userWith(granter, cloud.sub, condition);
  const { objectId } = cloud.tenant.student;
  await cloud.group("given");
  const scope = `${cloud.sub}/resourceGroups/given`;
  expect(await assign(owner, objectId, scope, { token })).toMatchObject(
    refused(403, "AuthorizationFailed"),
  );
  expect((await assign(reader, objectId, scope, { token })).status).toBe(201);
  expect(await assign(reader, objectId, cloud.sub, { condition: "Exists @x" })).toMatchObject({
    status: 501,
  });
});

describe("every route of Resource Manager", () => {
  /** What a signed-in client may ask without a role. */
  const WITHOUT_ROLE = [
    ...["/subscriptions", "/tenants", "/metadata/endpoints"],
    ...["/providers/Microsoft.Management/managementGroups"],
    ...["/providers/Microsoft.Authorization/policyDefinitions/:name"],
    ...[`/${DEFINITIONS}`, `/${DEFINITIONS}/:name`],
  ];
  /** Of types that nobody can make here. */
  const UNMADE = ":namespace/:type/read";
  /** Actions whose last words are not those of the route's path, as Azure's list has them. */
  const NAMED_OTHERWISE: Record<string, string> = {
    "/subscriptions/:subscription": "Microsoft.Resources/subscriptions/read",
    "/subscriptions/:subscription/providers/:namespace":
      "Microsoft.Resources/subscriptions/providers/read",
    "/subscriptions/:subscription/providers/:namespace/register": ":namespace/register/action",
    "/subscriptions/:subscription/providers/:namespace/unregister": ":namespace/unregister/action",
    "/subscriptions/:subscription/providers/:namespace/:type": UNMADE,
    "/subscriptions/:subscription/resourceGroups/:group/providers/:namespace/:type": UNMADE,
    "/subscriptions/:subscription/resourceGroups/:group/providers/:namespace/:type/:name": UNMADE,
    "/subscriptions/:subscription/resources": "Microsoft.Resources/subscriptions/resources/read",
    "/subscriptions/:subscription/resourceGroups/:group/deployments/:deployment/operations":
      "Microsoft.Resources/deployments/operations/read",
    "/subscriptions/:subscription/providers/Microsoft.Insights/eventtypes/management/values":
      "Microsoft.Insights/eventtypes/values/read",
    // A question, although it is a POST: the role Cost Management Reader, which only reads, may ask it.
    "/subscriptions/:subscriptionId/providers/Microsoft.CostManagement/query":
      "Microsoft.CostManagement/query/read",
  };

  it("needs the action of its type and method", async () => {
    const routes: { method: string; url: string; operation: string | undefined }[] = [];
    const app = await createArmApp(cloud.world);
    app.addHook("onRoute", ({ method, url, config }) => {
      for (const one of [method].flat())
        if (one !== "HEAD") routes.push({ method: one, url, operation: config?.operation });
    });
    armRoutes({ app, world: cloud.world });
    const guarded = routes.filter(({ url }) => !WITHOUT_ROLE.includes(url));
    expect(guarded.length).toBeGreaterThan(60);
    const table: Readonly<Record<string, string>> = ACTIONS;
    for (const { method, url, operation } of guarded) {
      const action =
        NAMED_OTHERWISE[url] ?? actionByPath(method, url.replace(/\/default$/, "/:tags"));
      expect(table[operation ?? "none"]?.toLowerCase(), `${method} ${url}`).toBe(
        action.toLowerCase(),
      );
    }
    const declared = new Set(routes.map(({ operation }) => operation));
    expect(Object.keys(ACTIONS).filter((operation) => !declared.has(operation))).toEqual([]);
  });

  /** `…/providers/A.B/c/:x/d/:y` with GET is `A.B/c/d/read`; groups belong to Microsoft.Resources. */
  function actionByPath(method: string, url: string): string {
    const verbs = new Map([
      ["GET", "read"],
      ["PUT", "write"],
      ["PATCH", "write"],
      ["DELETE", "delete"],
      ["POST", "action"],
    ]);
    const path = url.split("/providers/").at(-1) ?? "";
    const isOfProvider = url.includes("/providers/");
    const words = path.split("/").filter((word) => word !== "" && !word.startsWith(":"));
    const namespace = isOfProvider ? [] : ["Microsoft.Resources"];
    return [...namespace, ...words, verbs.get(method)].join("/");
  }
});

it("a role is found by its name at any scope, and of the tenant by whoever has a token", async () => {
  await cloud.group("scoped");
  const resource =
    "resourceGroups/scoped/providers/Microsoft.OperationalInsights/workspaces/scoped";
  await cloud.call("PUT", resource, { location: "eastus2" });
  const named = "api-version=2022-04-01&$filter=roleName eq 'Reader'";
  for (const scope of ["", "resourceGroups/scoped/", `${resource}/`]) {
    const { value } = (await cloud.call("GET", `${scope}${DEFINITIONS}?${named}`)).body;
    expect(value).toMatchObject([{ properties: { roleName: "Reader" } }]);
    expect(value[0].id).toBe(`${cloud.sub}/${DEFINITIONS}/${value[0].name}`);
  }
  const nobody = await cloud.tokenOfUser("nobody@rai-lab.example");
  const { value } = (await cloud.call("GET", `/${DEFINITIONS}?${named}`, undefined, nobody)).body;
  expect(value).toMatchObject([{ id: expect.stringMatching(/^.providers.M/) as string }]);
  const own = await cloud.call("GET", `/${DEFINITIONS}/${value[0].name}`, undefined, nobody);
  expect(own.body.properties.roleName).toBe("Reader");
  expect(await cloud.call("GET", `${DEFINITIONS}?${named}`, undefined, nobody)).toMatchObject(
    refused(403, "AuthorizationFailed"),
  );
});
