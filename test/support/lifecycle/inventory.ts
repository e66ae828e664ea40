import { createHash } from "node:crypto";
import { azureStore } from "../../../scripts/cloud/azure/store";
import type { World } from "../../../scripts/cloud/core/world";
import { workspaceStore, type WorkspaceStore } from "../../../scripts/cloud/databricks/store";

/**
 * Everything that a stack has in the local cloud, without what is new with every creation (ids, keys, times, ports): two
 * stacks with equal settings give equal pictures. People's own folders are left out.
 */
export function inventoryOf(world: World, stack: string): Record<string, unknown> {
  const store = azureStore(world);
  const mine = (entity: unknown): boolean =>
    new RegExp(`rai-lab-${stack}\\b`).test(JSON.stringify(entity));
  const picture = {
    groups: store.groups
      .values()
      .filter(mine)
      .map(({ name, location, tags }) => ({ name, location, tags })),
    accounts: store.accounts
      .values()
      .filter(mine)
      .map(({ name, location, kind, sku, tags, properties, state }) => ({
        ...{ name, location, kind, sku, tags, properties, state },
      })),
    deployments: store.deployments
      .values()
      .filter(mine)
      .map(({ name, sku, model, versionUpgradeOption, raiPolicyName, state }) => ({
        ...{ name, sku, model, versionUpgradeOption, raiPolicyName, state },
      })),
    softDeleted: store.deletedAccounts
      .values()
      .filter(mine)
      .map(({ account }) => account.name),
    workspaces: store.workspaces
      .values()
      .filter(mine)
      .map(({ name, location, tags, computeMode, parameters, state }) => ({
        ...{ name, location, tags, computeMode, state, publicIp: parameters.enableNoPublicIp },
      })),
    roles: sorted(
      store.roleAssignments
        .values()
        .filter(mine)
        .map(({ scope, principalId, principalType, roleDefinitionId }) => ({
          ...{ scope, principalId, principalType, role: roleDefinitionId.split("/").at(-1) },
        })),
    ),
    locks: store.locks
      .values()
      .filter(mine)
      .map(({ name, level }) => ({ name, level })),
    budgets: store.budgets
      .values()
      .filter(mine)
      .map(({ name, properties }) => ({ name, properties })),
    diagnostics: sorted(
      store.diagnosticSettings
        .values()
        .filter(mine)
        .map(({ name, scope }) => ({ name, scope })),
    ),
    logWorkspaces: store.logWorkspaces
      .values()
      .filter(mine)
      .map(({ name, location, tags }) => ({ name, location, tags })),
    deletedLogWorkspaces: store.deletedLogWorkspaces
      .values()
      .filter(mine)
      .map(({ workspace }) => workspace.name),
    inside: store.workspaces
      .values()
      .filter(mine)
      .map((workspace) => {
        const account = store.accounts.values().find(mine);
        return workspaceInventory(
          workspaceStore(world.store, workspace.workspaceId),
          stack,
          account?.keys.key1,
        );
      }),
  };
  const text = JSON.stringify(picture)
    .replaceAll(new RegExp(`\\b${stack}\\b`, "g"), "STACK")
    .replaceAll(/rai-lab-STACK-[0-9a-f]{6}/g, "rai-lab-STACK-HASH");
  return JSON.parse(text) as Record<string, unknown>;
}

function workspaceInventory(
  content: WorkspaceStore,
  stack: string,
  key: string | undefined,
): Record<string, unknown> {
  const clusters = content.clusters.values();
  const isHome = (path = ""): boolean => path.startsWith("/Users/");
  const pathOf = new Map(content.objects.values().map((o) => [String(o.object_id), o.path]));
  const subject = (id: string): string =>
    clusters.some((c) => c.cluster_id === id) ? "cluster" : (pathOf.get(id) ?? id);
  const policies = content.policies.values();
  return {
    // Whether they run depends on how long ago; an edit sends what the service had filled in along.
    clusters: clusters.map(({ spec, termination_reason: end }) => ({
      spec: {
        ...spec,
        azure_attributes: undefined,
        enable_elastic_disk: undefined,
        policy_id: policies.find((p) => p.policy_id === spec.policy_id)?.name,
      },
      healthy: end === undefined || end.type === "SUCCESS",
    })),
    libraries: content.libraries.values().map(({ library, status }) => ({
      ...{ library, healthy: status !== "FAILED" && status !== "UNINSTALL_ON_RESTART" },
    })),
    objects: sorted(
      content.objects
        .values()
        .filter(({ path }) => !isHome(path))
        .map(({ path, object_type, content: text }) => ({
          ...{
            path,
            object_type,
            sha:
              text === undefined ? "" : shaOf(path.endsWith("lab.json") ? same(text, stack) : text),
          },
        })),
    ),
    scopes: content.scopes.values().map(({ name, acls }) => ({ name, acls })),
    secrets: content.secrets.entries().map(([name, { value }]) => ({
      ...{ name, isKey: Buffer.from(value, "base64").toString() === key },
    })),
    // Users stay users when they leave a lab.
    admins: content.members
      .values()
      .filter(({ admin }) => admin)
      .map(({ userName }) => userName),
    grants: sorted(
      content.grants.entries().flatMap(([of, grants]) => {
        const [type = "", id = ""] = of.split("/");
        return isHome(subject(id)) ? [] : [{ of: `${type}/${subject(id)}`, grants }];
      }),
    ),
    policies: policies.map(({ name, definition }) => ({ name, definition })),
  };
}

const shaOf = (base64: string): string =>
  createHash("sha256").update(base64).digest("hex").slice(0, 12);
/** The settings file, less what is every stack's own. */
const same = (base64: string, stack: string): string =>
  Buffer.from(base64, "base64")
    .toString()
    .replace(/127\.0\.0\.1:\d+/, "HOST")
    .replaceAll(stack, "STACK");
const sorted = <T>(list: T[]): T[] =>
  [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
