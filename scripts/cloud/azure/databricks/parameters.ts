import { own } from "../../../../infra/json-object";
import type { DatabricksWorkspace } from "../entities";

/*
 * @parity
 * - Parameters without a value, as az sends some back, are left out; `publicNetworkAccess`,
 *   `requiredNsgRules`, `encryption` and `enhancedSecurityCompliance` are shown as they were asked
 *   for, the last two without effect — recorded
 */

/** The part of a workspace request that decides its parameters. */
interface ParameterRequest {
  computeMode: DatabricksWorkspace["computeMode"];
  parameters?: Record<string, { value?: unknown }>;
}

/**
 * The parameters of a workspace: the service's defaults, then those of the request. `suffix` makes
 * the storage account's name unique.
 */
export function parametersOf(
  { computeMode, parameters = {} }: ParameterRequest,
  suffix: string,
): DatabricksWorkspace["parameters"] {
  if (computeMode === "Serverless") return {};
  // az sends what it was answered without what it does not know: a parameter without a value.
  const requested = Object.entries(parameters).flatMap(([name, { value }]) =>
    value === undefined ? [] : [[name, typedParameter(value)] as const],
  );
  return {
    enableFedRampCertification: typedParameter(false),
    enableNoPublicIp: typedParameter(true),
    prepareEncryption: typedParameter(false),
    requireInfrastructureEncryption: typedParameter(false),
    resourceTags: typedParameter({ application: "databricks", "databricks-environment": "true" }),
    storageAccountName: typedParameter(`dbstorage${suffix}`),
    storageAccountSkuName: typedParameter("Standard_GRS"),
    ...Object.fromEntries(requested),
  };
}

const TYPES: Record<string, string> = { boolean: "Bool", string: "String" };

const typedParameter = (value: unknown): { type: string; value: unknown } => ({
  type: own(TYPES, typeof value) ?? "Object",
  value,
});
