import { expect } from "vitest";
import { RESOURCE_TYPES, resourceTypeOf } from "../../../infra/azure/resource-types";
import { signIn } from "../../../infra/azure/session";
import { requestWorkspace } from "../../../infra/azure/workspace-api";
import { azureStore } from "../../../scripts/cloud/azure/store";
import type { World } from "../../../scripts/cloud/core/world";
import { workspaceStore } from "../../../scripts/cloud/databricks/store";
import type { StateEntry } from "../engine/harness";

/** A local cloud, and one workspace in it. */
export interface Place {
  world: World;
  env: Record<string, string>;
  /** ARM id, in any case. */
  workspaceId: string;
}

/** Deletes a resource of Resource Manager as the deployer, to the end of the operation. */
export async function deleteInAzure(
  { env }: Pick<Place, "env">,
  id: string,
  version: string,
): Promise<void> {
  const session = await signIn(env);
  const url = `${session.resourceManager}${id}?api-version=${version}`;
  const answer = await session.request("DELETE", url, {});
  expect(answer.ok, `DELETE ${id}: ${answer.status}`).toBe(true);
  await session.pollUntilDone(answer, id);
}

/** Deletes one thing behind Pulumi's back, as a person would: through its own service. */
export async function deleteByHand(place: Place, { id = "", type }: StateEntry): Promise<void> {
  const [scope = "", name = ""] = id.split("|||");
  switch (type) {
    case "databricks:index/cluster:Cluster":
      return post(place, "/api/2.1/clusters/permanent-delete", { cluster_id: id });
    case "databricks:index/clusterPolicy:ClusterPolicy":
      return post(place, "/api/2.0/policies/clusters/delete", { policy_id: id });
    case "databricks:index/directory:Directory":
    case "databricks:index/notebook:Notebook":
    case "databricks:index/workspaceFile:WorkspaceFile":
      return post(place, "/api/2.0/workspace/delete", { path: id, recursive: true });
    case "databricks:index/secretScope:SecretScope":
      return post(place, "/api/2.0/secrets/scopes/delete", { scope: id });
    case "databricks:index/secret:Secret":
      return post(place, "/api/2.0/secrets/delete", { scope, key: name });
    case "databricks:index/secretAcl:SecretAcl":
      return post(place, "/api/2.0/secrets/acls/delete", { scope, principal: name });
    case "databricks:index/user:User":
      return void storeOf(place).members.delete(id);
    case "databricks:index/permissions:Permissions":
      return void storeOf(place).grants.delete(id.split("/").slice(1).join("/"));
  }
  const resource = resourceTypeOf(type);
  if (!resource) throw new Error(`nobody knows how to delete a ${type} by hand`);
  await deleteInAzure(place, id, resource.apiVersion);
}

/** Deletes the groups that Unity Catalog's storage keeps after their workspaces. */
export async function deleteLeftOverGroups({ world, env }: Omit<Place, "workspaceId">) {
  const { apiVersion } = RESOURCE_TYPES["azure-native:resources:ResourceGroup"];
  for (const { id, name, managedBy } of azureStore(world).groups.values())
    if (name.endsWith("-databricks") && !managedBy) await deleteInAzure({ env }, id, apiVersion);
}

function workspaceOf({ world, workspaceId }: Place) {
  const all = azureStore(world).workspaces.values();
  const found = all.find(({ id }) => id.toLowerCase() === workspaceId.toLowerCase());
  if (!found) throw new Error(`there is no workspace ${workspaceId}`);
  return found;
}

const storeOf = (place: Place) => workspaceStore(place.world.store, workspaceOf(place).workspaceId);

/** A call to the workspace as somebody who manages it. */
async function post(place: Place, path: string, body: object): Promise<void> {
  const { id: resourceId, workspaceUrl } = workspaceOf(place);
  const address = { resourceId, host: `https://${workspaceUrl}` };
  const answer = await requestWorkspace(await signIn(place.env), address, "POST", path, body);
  expect(answer.ok, `${path}: ${await answer.clone().text()}`).toBe(true);
}
