/**
 * Nothing is answered that Azure would refuse or answer otherwise: options, names, kinds, tags and
 * conditions by their kind, on every route that has one; and what real clients send loosely is taken.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { armRoutes } from "../../../../scripts/cloud/azure";
import { createArmApp } from "../../../../scripts/cloud/azure/arm/app";
import { startAzureCloud, type Answer, type AzureCloud } from "../../../support/azure/azure-cloud";

let cloud: AzureCloud;
beforeAll(async () => {
  cloud = await startAzureCloud();
  for (const name of ["one", "two"]) await cloud.group(name);
  await cloud.account("one", "oai-one", { tags: { class: "a", Owner: "x" } });
  await cloud.account("two", "oai-two", { tags: { class: "b" } });
});
afterAll(() => cloud.stop());

const V = "api-version=2025-06-01";
const put = (path: string, body: unknown): Promise<Answer> => cloud.call("PUT", path, body);
const group = (tags: object = {}): object => ({ location: "eastus2", tags });
const codeOf = ({ status, body }: Answer): unknown[] => [status, body?.error?.code];
const namesOf = ({ body }: Answer): string[] =>
  (body.value as { name: string }[]).map(({ name }) => name).sort();

describe("query options", () => {
  it("that a route does not obey are 501, on every route that can be read", async () => {
    const urls = new Set<string>();
    const app = await createArmApp(cloud.world);
    app.addHook("onRoute", ({ method, url }) => {
      if (method === "GET") urls.add(url);
    });
    armRoutes({ app, world: cloud.world });
    const asked = [...urls].filter((url) => !/^\/(metadata|subscriptions$|tenants$)/.test(url));
    expect(asked.length).toBeGreaterThan(30);
    for (const url of asked) {
      const path = url
        .replace(/:subscription(Id)?\b/, cloud.tenant.subscriptionId)
        .replace(":group", "one")
        .replace(":account", "oai-one")
        .replace(/:\w+/g, "x");
      const answer = await cloud.call("GET", `${path}?${V}&$orderby=name`);
      expect([url, ...codeOf(answer)]).toEqual([url, 501, "NotSimulated"]);
    }
  });

  it.each<[string, string[]]>([
    ["name eq 'OAI-ONE'", ["oai-one"]],
    ["name eq 'nothing'", []],
    ["resourceType eq 'Microsoft.CognitiveServices/accounts'", ["oai-one", "oai-two"]],
    ["resourceType eq 'Microsoft.Web/sites'", []],
    ["resourceGroup eq 'two' and location eq 'East US 2'", ["oai-two"]],
    ["tagName eq 'CLASS'", ["oai-one", "oai-two"]],
    ["tagName eq 'class' and tagValue eq 'b'", ["oai-two"]],
    ["substringof('I-O', name)", ["oai-one"]],
    ["substringof('tw', resourceGroup) or name eq 'OAI-ONE'", ["oai-one", "oai-two"]],
    ["name eq 'a or b' or name eq 'oai-two' and location eq 'eastus2'", ["oai-two"]],
  ])("the filter %s selects resources", async (filter, names) => {
    const answer = await cloud.call("GET", `resources?${V}&$filter=${encodeURIComponent(filter)}`);
    expect(namesOf(answer)).toEqual(names);
  });

  it.each([
    ["foo bar", 400],
    ["name eq unquoted", 400],
    ["foo eq 'x'", 501],
    ["name ne 'oai-one'", 501],
    ["not name eq 'a'", 501],
    ["(name eq 'a' or name eq 'b') and location eq 'c'", 501],
  ])("the filter %s is refused wherever one is read", async (filter, status) => {
    for (const list of [
      "resources",
      "resourcegroups",
      "resourceGroups/one/resources",
      "providers/Microsoft.Authorization/roleAssignments",
      "providers/Microsoft.Authorization/roleDefinitions",
      "providers/Microsoft.Compute/skus",
    ]) {
      const answer = await cloud.call("GET", `${list}?${V}&$filter=${encodeURIComponent(filter)}`);
      expect([list, answer.status]).toEqual([list, status]);
    }
  });

  it("of pages and more properties are obeyed", async () => {
    const first = await cloud.call("GET", `resources?${V}&$top=1&$expand=createdTime`);
    expect(first.body.value).toMatchObject([{ createdTime: expect.any(String), kind: "OpenAI" }]);
    const second = await cloud.call("GET", first.body.nextLink as string);
    expect(second.body.nextLink).toBeUndefined();
    expect([...namesOf(first), ...namesOf(second)]).toEqual(["oai-one", "oai-two"]);
    expect((await cloud.call("GET", `resources?${V}&$top=none`)).status).toBe(400);
    expect((await cloud.call("GET", `resources?${V}&$expand=secrets`)).status).toBe(501);
  });
});

describe("names", () => {
  it.each(["a".repeat(91), "a$b", "ab.", "a b", "ä/b".replace("/", "%2F")])(
    "group %s is refused",
    async (name) => {
      const answer = await put(`resourcegroups/${encodeURIComponent(name)}`, group());
      expect(answer.status).toBe(400);
    },
  );
  it.each(["a".repeat(90), "(a)-b_c.d", "Grüße", "1"])("group %s is made", async (name) => {
    expect((await put(`resourcegroups/${encodeURIComponent(name)}`, group())).status).toBe(201);
  });
  it.each(["x", "a_b c", "-a", "a".repeat(65)])("account %s is refused", async (name) => {
    const answer = await cloud.account("one", encodeURIComponent(name));
    expect(codeOf(answer)).toEqual([400, "InvalidResourceName"]);
  });
  it.each(["a b!", "ab", "a".repeat(65)])("workspace %s is refused", async (name) => {
    const path = `resourceGroups/one/providers/Microsoft.Databricks/workspaces/${encodeURIComponent(name)}`;
    const managedResourceGroupId = `${cloud.sub}/resourceGroups/managed`;
    const body = { location: "eastus2", properties: { managedResourceGroupId } };
    expect(codeOf(await put(path, body))).toEqual([400, "InvalidResourceName"]);
  });
  it.each(["a b!", "-x"])("deployment %s is refused", async (name) => {
    expect(codeOf(await deploy(encodeURIComponent(name), 1))).toEqual([400, "InvalidResourceName"]);
  });
  it.each(["a b_c!", "-ab", "a"])("subdomain %s is refused", async (customSubDomainName) => {
    const answer = await cloud.account("one", "oai-sub", { properties: { customSubDomainName } });
    expect(answer.status).toBe(400);
  });
});

const many = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${i}`, "x"]));
describe("tags", () => {
  it.each([
    ["too many", many(51), "InvalidTagCount"],
    ["a long value", { a: "x".repeat(257) }, "InvalidTagValueLength"],
    ["a long name", { ["x".repeat(513)]: "a" }, "InvalidTagName"],
    ["a forbidden character", { "a/b": "x" }, "InvalidTagName"],
    ["two names that differ by case", { a: "1", A: "2" }, "DuplicateTag"],
  ])("%s are refused, of a group and of what is in it", async (_, tags, code) => {
    expect(codeOf(await put("resourcegroups/tagged", group(tags)))).toEqual([400, code]);
    expect(codeOf(await cloud.account("one", "oai-tags", { tags }))).toEqual([400, code]);
  });
  it("within the limits are kept", async () => {
    const tags = { ...many(49), [`n${"x".repeat(511)}`]: "v".repeat(256) };
    expect((await put("resourcegroups/tagged", group(tags))).body.tags).toEqual(tags);
  });
});

const deploy = (name: string, capacity: unknown): Promise<Answer> =>
  put(
    `resourceGroups/one/providers/Microsoft.CognitiveServices/accounts/oai-one/deployments/${name}`,
    {
      sku: { name: "GlobalStandard", capacity },
      properties: {
        model: { format: "OpenAI", name: "gpt-5.6-luna", version: "2026-07-09" },
        raiPolicyName: null,
        versionUpgradeOption: null,
      },
      tags: null,
    },
  );

describe("what clients send loosely", () => {
  it("a capacity as text, and null for what is absent, as az does", async () => {
    const { status, body } = await deploy("loose", "5");
    expect([status, body.sku.capacity]).toEqual([201, 5]);
    for (const wrong of ["five", "", "0", {}])
      expect(codeOf(await deploy("wrong", wrong))).toEqual([400, "InvalidRequestContent"]);
  });

  it("an account that is restored without kind and SKU comes back with its own", async () => {
    await cloud.group("restored");
    const path = "resourceGroups/restored/providers/Microsoft.CognitiveServices/accounts/oai-back";
    await cloud.pollUntilDone(await cloud.account("restored", "oai-back", { kind: "AIServices" }));
    await cloud.pollUntilDone(await cloud.call("DELETE", path));
    const answer = await put(path, { location: "eastus2", properties: { restore: true } });
    expect(answer.body).toMatchObject({ kind: "AIServices", sku: { name: "S0" } });
    const fresh = path.replace("oai-back", "oai-fresh");
    expect((await put(fresh, { location: "eastus2" })).body.error.message).toContain("'kind'");
  });
});

describe("what Azure does not have", () => {
  it.each([
    [{ kind: "Nope" }, "InvalidApiSetId"],
    [{ sku: { name: "Z9" } }, "InvalidSku"],
    [{ kind: "Face", sku: { name: "Z9" } }, "InvalidSku"],
  ])("an account with %o is refused", async (change, code) => {
    expect(codeOf(await cloud.account("one", "oai-kind", change))).toEqual([400, code]);
  });
  it("a provider with an unknown namespace is refused; known ones have their types", async () => {
    for (const [method, path] of [
      ["GET", "providers/Microsoft.Nope"],
      ["POST", "providers/Microsoft.Nope/register"],
    ] as const)
      expect(codeOf(await cloud.call(method, path))).toEqual([404, "InvalidResourceNamespace"]);
    const { body } = await cloud.call("GET", "providers/microsoft.cognitiveservices");
    expect(body.namespace).toBe("Microsoft.CognitiveServices");
    expect(body.resourceTypes).toContainEqual(
      expect.objectContaining({ resourceType: "accounts", apiVersions: expect.any(Array) }),
    );
    const management = await cloud.call("POST", "providers/Microsoft.Management/register");
    expect(management.body.registrationState).toBe("Registered");
    const all = await cloud.call("GET", "providers");
    expect(all.body.value.length).toBeGreaterThan(20);
  });
});

describe("conditions of a write", () => {
  const account = "resourceGroups/one/providers/Microsoft.CognitiveServices/accounts/oai-cond";
  const send = async (method: string, headers: Record<string, string>, path = account) => {
    const { token } = await tokenOf();
    const body = { location: "eastus2", kind: "OpenAI", sku: { name: "S0" } };
    const response = await fetch(`${cloud.arm}${cloud.sub}/${path}?${V}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
      body: method === "PUT" ? JSON.stringify(body) : undefined,
    });
    return response.status;
  };
  const tokenOf = async () => ({ token: await cloud.tokenOfUser("writer@example", "Owner") });

  it("are met or refused, where the resource has an ETag; else they are 501", async () => {
    expect(await send("PUT", { "if-match": "*" })).toBe(412);
    expect(await send("PUT", { "if-none-match": "*" })).toBe(201);
    expect(await send("PUT", { "if-none-match": "*" })).toBe(412);
    const { etag } = (await cloud.call("GET", account)).body as { etag: string };
    await cloud.call("GET", account);
    expect(await send("PUT", { "if-match": '"nope"' })).toBe(412);
    expect(await send("DELETE", { "if-match": '"nope"' })).toBe(412);
    expect(etag).toMatch(/^".+"$/);
    expect(await send("PUT", { "if-match": "*" }, "resourcegroups/one")).toBe(501);
  });
});

it("whoever reads a resource until it is made sees the end of its operation", async () => {
  const path = "resourceGroups/one/providers/Microsoft.Databricks/workspaces/dbw-read";
  const managedResourceGroupId = `${cloud.sub}/resourceGroups/managed-read`;
  await put(path, { location: "eastus2", properties: { managedResourceGroupId } });
  const states: unknown[] = [];
  for (let read = 0; read < 5; read++)
    states.push((await cloud.call("GET", path)).body.properties.provisioningState);
  expect(states.at(-1)).toBe("Succeeded");
  expect((await cloud.call("HEAD", path)).status).toBe(204);
});

describe("what is not simulated", () => {
  it("is said before the body is read, and not to be repeated", async () => {
    const { token } = { token: await cloud.tokenOfUser("template@example", "Owner") };
    const response = await fetch(`${cloud.arm}/providers/Microsoft.Resources/deployments/d?${V}`, {
      method: "PUT",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      // az splices a template with an unquoted key.
      body: '{"properties": {"mode": "Incremental", template:{}}}',
    });
    expect([response.status, response.headers.get("x-should-retry")]).toEqual([501, "false"]);
    expect(await response.json()).toMatchObject({ error: { code: "NotSimulated" } });
  });
});
