import { isJsonObject, type JsonObject } from "../../../../infra/json-object";
import { NotSimulated } from "../../core/errors";
import type { World } from "../../core/world";
import { ACCOUNT_TYPE, keyOf, LOG_WORKSPACE_TYPE, WORKSPACE_TYPE } from "../arm/ids";
import type {
  Account,
  DatabricksWorkspace,
  Deployment,
  LogWorkspace,
  ResourceGroup,
} from "../entities";
import { versionsOf } from "../resources/providers";
import { azureStore } from "../store";

/** How the names of resources are written. */
export interface ExportOptions {
  /** Names are texts, not parameters. */
  isLiteral: boolean;
  /** Each parameter has the name as its default. */
  hasDefaults: boolean;
}

/** Whether a resource is to be exported, by its ARM id. */
type IsWanted = (id: string) => boolean;

const OPTIONS = {
  includeparameterdefaultvalue: { hasDefaults: true },
  skipresourcenameparameterization: { isLiteral: true },
  skipallparameterization: { isLiteral: true },
};

/** Options of a request, by their names with commas between them. @throws NotSimulated */
export const exportOptionsOf = (text: string): ExportOptions =>
  text
    .split(",")
    .filter((one) => one.trim() !== "")
    .reduce<ExportOptions>(
      (options, one) => {
        const found = Object.entries(OPTIONS).find(([name]) => name === keyOf(one.trim()));
        if (!found) throw new NotSimulated(`the option ${one} of an export`);
        return { ...options, ...found[1] };
      },
      { isLiteral: false, hasDefaults: false },
    );

/** A template that would make a group's resources as they are. */
export function exportTemplate(
  world: World,
  group: ResourceGroup,
  isWanted: IsWanted,
  options: ExportOptions,
): JsonObject {
  const store = azureStore(world);
  const key = keyOf(group.id);
  const parameters: JsonObject = {};
  /** What refers to a name inside an expression. */
  const reference = (type: string, name: string): string => {
    if (options.isLiteral) return `'${name}'`;
    const parameter = `${type.slice(type.lastIndexOf("/") + 1)}_${name.replace(/\W/g, "_")}_name`;
    const defaultValue = options.hasDefaults ? name : undefined;
    parameters[parameter] = { defaultValue, type: "String" };
    return `parameters('${parameter}')`;
  };
  const nameOf = (type: string, name: string): string => {
    const written = reference(type, name);
    return options.isLiteral ? name : `[${written}]`;
  };
  const childNameOf = (type: string, parent: string, name: string): string => {
    const written = reference(type, parent);
    return options.isLiteral ? `${parent}/${name}` : `[concat(${written}, '/${name}')]`;
  };
  const ofType = <T extends { id: string; name: string }>(
    type: string,
    all: T[],
    bodyOf: (one: T) => JsonObject,
  ): JsonObject[] =>
    all
      .filter(({ id }) => isWanted(id))
      .map((one) => ({
        ...headOf(type, nameOf(type, one.name)),
        ...(escaped(bodyOf(one)) as object),
      }));

  /** A child waits for its account, where that is exported, too. */
  const deploymentsOf = (account: Account): JsonObject[] =>
    store
      .deploymentsOf(keyOf(account.id))
      .filter(({ id }) => isWanted(id))
      .map((one) => ({
        ...headOf(`${ACCOUNT_TYPE}/deployments`, childNameOf(ACCOUNT_TYPE, account.name, one.name)),
        dependsOn: [account]
          .filter(({ id }) => isWanted(id))
          .map(({ name }) => `[resourceId('${ACCOUNT_TYPE}', ${reference(ACCOUNT_TYPE, name)})]`),
        ...(escaped(deploymentBody(one)) as object),
      }));

  const accounts = store.accountsInGroup(key);
  const resources = [
    ...ofType(ACCOUNT_TYPE, accounts, accountBody),
    ...accounts.flatMap(deploymentsOf),
    ...ofType(WORKSPACE_TYPE, store.workspacesInGroup(key), workspaceBody),
    ...ofType(LOG_WORKSPACE_TYPE, store.logWorkspacesInGroup(key), logWorkspaceBody),
  ];
  return {
    $schema: "https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#",
    contentVersion: "1.0.0.0",
    parameters,
    variables: {},
    resources,
  };
}

/** A value of which no text is taken for an expression. */
function escaped(value: unknown): unknown {
  if (typeof value === "string") return value.startsWith("[") ? `[${value}` : value;
  if (Array.isArray(value)) return value.map(escaped);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, escaped(one)]));
}

function headOf(type: string, name: string): JsonObject {
  const [namespace = "", ...types] = type.split("/");
  const [apiVersion] = versionsOf(namespace, types.join("/")).filter((one) => /^[\d-]+$/.test(one));
  return { type, apiVersion, name };
}

const accountBody = ({ location, tags, sku, kind, identity, properties }: Account): JsonObject => ({
  location,
  tags,
  sku: { name: sku.name },
  kind,
  identity: identity && { type: identity.type },
  properties,
});

const deploymentBody = ({ sku, tags, model, versionUpgradeOption, raiPolicyName }: Deployment) => ({
  sku,
  tags,
  properties: { model, versionUpgradeOption, raiPolicyName },
});

const workspaceBody = (one: DatabricksWorkspace): JsonObject => ({
  location: one.location,
  tags: one.tags,
  sku: { name: one.sku.name },
  properties: {
    managedResourceGroupId: one.managedResourceGroupId,
    computeMode: one.computeMode,
    parameters: one.computeMode === "Serverless" ? undefined : one.parameters,
    publicNetworkAccess: one.publicNetworkAccess,
    requiredNsgRules: one.requiredNsgRules,
    ...one.security,
  },
});

const logWorkspaceBody = ({ location, tags, sku, retentionInDays }: LogWorkspace): JsonObject => ({
  location,
  tags,
  properties: { sku: { name: sku.name }, retentionInDays },
});
