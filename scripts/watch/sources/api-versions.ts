import { RESOURCE_TYPES, type ResourceType } from "../../../infra/azure/resource-types";
import type { LabConfig } from "../../../infra/config";
import { apiVersionLife } from "../../doctor";
import { NOT_LISTED, type Watched } from "../thing";
import { reasonOf } from "./reason";

/** The API versions that Azure lists for each resource type of a provider, by the type's name. */
export type ProviderTypes = (namespace: string) => Promise<Map<string, readonly string[]>>;

/** The api-version of the data plane, by Microsoft's page: Azure cannot be asked. */
export function watchDataPlane({ apiVersion }: LabConfig["openai"]): Watched[] {
  const thing = {
    id: `openai-api+${apiVersion}`,
    kind: "api-version" as const,
    name: `Azure OpenAI api-version ${apiVersion}`,
    isUsed: true,
  };
  const life = apiVersionLife(apiVersion);
  if (!life) return [{ ...thing, unknown: "Microsoft's page, as read, does not name it" }];
  const { state, ends, source } = life;
  return [{ ...thing, state, ends, isOver: state === "retired", source }];
}

/** The API versions with which the program manages its resources, by what Azure lists for each type. */
export async function watchManagement(
  config: LabConfig,
  readTypes: ProviderTypes,
): Promise<Watched[]> {
  const rows = Object.entries(RESOURCE_TYPES)
    .filter(([token]) => isUsed(token, config))
    .map(([, row]) => row);
  const namespaces = new Map<string, ReturnType<ProviderTypes>>();
  const read = (namespace: string): ReturnType<ProviderTypes> => {
    const types = namespaces.get(namespace) ?? readTypes(namespace);
    namespaces.set(namespace, types);
    return types;
  };
  return Promise.all(rows.map((row) => watchType(row, read)));
}

/** Parts of a lab that are off by default, by the last word of their token. */
function isUsed(token: string, { budget, lock, diagnostics }: LabConfig): boolean {
  if (token.endsWith(":Budget")) return budget !== undefined;
  if (token.endsWith(":ManagementLockAtResourceGroupLevel")) return lock;
  if (/^azure-native:(monitor|operationalinsights):/.test(token)) return diagnostics;
  return true;
}

async function watchType(
  { path, apiVersion }: ResourceType,
  readTypes: ProviderTypes,
): Promise<Watched> {
  const { namespace, type } = typeOf(path);
  const name = `${namespace}/${type}`;
  const thing = {
    id: `${name}+${apiVersion}`,
    kind: "api-version" as const,
    name: `${name} ${apiVersion}`,
    isUsed: true,
  };
  try {
    const versions = (await readTypes(namespace)).get(type.toLowerCase());
    if (versions === undefined)
      return { ...thing, unknown: `Azure's list of ${namespace} has no ${type}` };
    const isListed = versions.includes(apiVersion);
    const source = `Azure's list of ${namespace}, newest ${[...versions].sort().at(-1) ?? "none"}`;
    return { ...thing, state: isListed ? "listed" : NOT_LISTED, isOver: !isListed, source };
  } catch (error) {
    return { ...thing, unknown: reasonOf(error) };
  }
}

/** `accounts/deployments` of Microsoft.CognitiveServices. Resource groups have no provider in their path. */
function typeOf(path: string): { namespace: string; type: string } {
  const [, rest] = path.split("/providers/");
  if (rest === undefined) return { namespace: "Microsoft.Resources", type: "resourceGroups" };
  const [namespace = "", ...segments] = rest.split("/");
  return { namespace, type: segments.filter((one) => !one.startsWith("{")).join("/") };
}
