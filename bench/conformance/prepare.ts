import { isJsonObject } from "../../infra/json-object";
import { addPrincipal } from "../../scripts/cloud/azure/entra/tenant";
import type { Principal } from "../../scripts/cloud/azure/entities";
import { azureStore } from "../../scripts/cloud/azure/store";
import { table, seedTable, type ModelRow } from "../../scripts/cloud/azure/tables";
import type { World } from "../../scripts/cloud/core/world";
import type { CallFact, Recording } from "./corpus";

/** Azure's name of a region: `South Central US` is `southcentralus`. */
const regionOf = (text: string): string => text.toLowerCase().replaceAll(" ", "");

/** Where azure-cli makes the groups of its tests. */
export const GROUP_REGION = "westus";

/** What a recording needs of the world and did not record: its regions and models. */
export function prepareOffer(world: World, { calls }: Recording): void {
  const named = calls.flatMap(({ path, body }) => [
    ...(/\/locations\/([^/]+)/.exec(path)?.slice(1) ?? []),
    ...(isJsonObject(body) && typeof body.location === "string" ? [body.location] : []),
  ]);
  const regions = [...new Set([GROUP_REGION, ...named.map(regionOf)])];
  seedTable(world, "regions", {
    rows: regions.map((name) => ({ name, displayName: name })),
  });
  const models = calls.flatMap(({ body }) => modelIn(body, regions));
  const known = table(world, "models").rows.map((row) => offeredIn(row, regions));
  seedTable(world, "models", { rows: [...known, ...models] });
}

const offeredIn = (row: ModelRow, regions: string[]): ModelRow => ({
  ...row,
  skus: row.skus.map((sku) => ({ ...sku, regions: [...sku.regions, ...regions] })),
});

function modelIn(body: unknown, regions: string[]): ModelRow[] {
  const properties = isJsonObject(body) && isJsonObject(body.properties) ? body.properties : {};
  const { name, version } = (properties.model ?? {}) as { name?: string; version?: string };
  if (name === undefined || version === undefined) return [];
  return [
    {
      name,
      version,
      lifecycle: "GenerallyAvailable",
      retires: "2100-01-01",
      requestsPerUnit: { period: 60, count: 6 },
      capabilities: { completion: "true", search: "true" },
      skus: [{ name: "Standard", usageName: `OpenAI.Standard.${name}`, regions }],
    },
  ];
}

/** The groups that a recording finds: azure-cli's tests make theirs before they record. */
export function groupsBefore({ calls }: Recording): string[] {
  const first = new Map<string, CallFact>();
  for (const call of calls) {
    const [, name] = /\/resourcegroups\/([^/]+)/i.exec(call.path) ?? [];
    if (name !== undefined && !first.has(name)) first.set(name, call);
  }
  return [...first].filter(([name, call]) => !isMadeBy(call, name)).map(([name]) => name);
}

/** Whether a recording makes the group itself, or begins with its absence. */
const isMadeBy = ({ method, path, status }: CallFact, name: string): boolean =>
  (method === "PUT" && path.toLowerCase().endsWith(`/resourcegroups/${name.toLowerCase()}`)) ||
  status === 404;

/** Whom a request finds or gives a role, and the recording did not make. */
export function addFoundPrincipal(world: World, path: string, filter = ""): void {
  const [, type = "", id] = /^\/v1\.0\/(users|servicePrincipals)(?:\/([^/]+))?$/.exec(path) ?? [];
  const name = id ?? /eq '([^']+)'/.exec(filter)?.[1];
  if (type === "" || name === undefined) return;
  const { principals } = azureStore(world);
  const isKnown = principals
    .values()
    .some((one) => [one.objectId, nameOf(one).toLowerCase()].includes(name.toLowerCase()));
  if (isKnown) return;
  const objectId = id !== undefined && !id.includes("@") ? id : world.random.guid();
  const body = type === "users" ? { userPrincipalName: name } : { appId: name };
  addMissingPrincipal(world, `/v1.0/${type}`, body, { id: objectId });
}

const nameOf = (one: Principal): string => (one.kind === "user" ? one.userName : one.appId);

/** Takes out whom a request would have deleted in Entra ID. */
export function removePrincipal(world: World, path: string): void {
  const { principals } = azureStore(world);
  const name = path.split("/").at(-1)?.toLowerCase();
  for (const one of principals.values())
    if ([one.objectId, nameOf(one).toLowerCase()].includes(name ?? ""))
      principals.delete(one.objectId);
}

/** The principal that a request would have made in Entra ID, which is not simulated. */
export function addMissingPrincipal(
  world: World,
  path: string,
  body: unknown,
  ids: Readonly<Record<string, string>>,
): void {
  const {
    displayName = "made by a recording",
    userPrincipalName,
    appId,
  } = Object(body) as {
    displayName?: string;
    userPrincipalName?: string;
    appId?: string;
  };
  const objectId = ids.id ?? world.random.guid();
  if (path === "/v1.0/users" && userPrincipalName !== undefined)
    addPrincipal(world, { kind: "user", objectId, displayName, userName: userPrincipalName });
  if (path === "/v1.0/servicePrincipals" && appId !== undefined)
    addPrincipal(world, { kind: "app", objectId, displayName, appId, secret: "" });
}
