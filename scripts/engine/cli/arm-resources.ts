/** Resource Manager's resources as somebody looks for them who has no provider plugin to ask. */
import { failureOf, type Session } from "../../../infra/azure/session";
import { LabError } from "../../../infra/errors";
import type { Props } from "../plugin";

interface ArmKind {
  /** `{subscriptionId}` and the names of inputs. */
  path: string;
  apiVersion: string;
}

const GROUP = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}";
const ACCOUNT = `${GROUP}/providers/Microsoft.CognitiveServices/accounts/{accountName}`;

/** The types that a lab consists of, with the API versions of azure-native 3. */
export const ARM_KINDS: Record<string, ArmKind> = {
  "azure-native:resources:ResourceGroup": {
    path: "/subscriptions/{subscriptionId}/resourcegroups/{resourceGroupName}",
    apiVersion: "2024-03-01",
  },
  "azure-native:cognitiveservices:Account": { path: ACCOUNT, apiVersion: "2025-06-01" },
  "azure-native:cognitiveservices:Deployment": {
    path: `${ACCOUNT}/deployments/{deploymentName}`,
    apiVersion: "2025-06-01",
  },
  "azure-native:databricks:Workspace": {
    path: `${GROUP}/providers/Microsoft.Databricks/workspaces/{workspaceName}`,
    apiVersion: "2026-01-01",
  },
  "azure-native:authorization:RoleAssignment": {
    path: "/{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
    apiVersion: "2022-04-01",
  },
  "azure-native:authorization:ManagementLockAtResourceGroupLevel": {
    path: `${GROUP}/providers/Microsoft.Authorization/locks/{lockName}`,
    apiVersion: "2020-05-01",
  },
  "azure-native:consumption:Budget": {
    path: "/{scope}/providers/Microsoft.Consumption/budgets/{budgetName}",
    apiVersion: "2024-08-01",
  },
  "azure-native:monitor:DiagnosticSetting": {
    path: "/{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
    apiVersion: "2021-05-01-preview",
  },
  "azure-native:operationalinsights:Workspace": {
    path: `${GROUP}/providers/Microsoft.OperationalInsights/workspaces/{workspaceName}`,
    apiVersion: "2023-09-01",
  },
};

/** Inputs that are whole ids themselves. */
const IDS = ["scope", "resourceUri"];

/** Undefined while a part of it is not known. */
export function armIdOf({ path }: ArmKind, known: Props): string | undefined {
  const parts = [...path.matchAll(/\{(\w+)\}/g)].map(
    ([, name = ""]) => [name, known[name]] as const,
  );
  let id = path;
  for (const [name, value] of parts) {
    if (typeof value !== "string") return undefined;
    id = id.replace(
      `{${name}}`,
      IDS.includes(name) ? value.replace(/^\/+/, "") : encodeURIComponent(value),
    );
  }
  return id;
}

/** In Azure's own words. Other 404s (no such subscription, a proxy's page) say nothing about the resource. */
const IS_GONE = /^HTTP 404 (?!Subscription)\w*NotFound:/;
const AT_REST = ["succeeded", "failed", "canceled"];
const POLLS = 180;
const POLL_MS = 10_000;

/** The parts of an ARM resource that are read here. */
export interface ArmResource {
  properties?: { provisioningState?: string; workspaceUrl?: string };
}

/** Undefined: Azure says that it is not there. @throws LabError `cloud` when Azure does not tell | `sign-in` */
export async function armResource(
  session: Session,
  id: string,
  apiVersion: string,
): Promise<ArmResource | undefined> {
  const answer = await session.requestWithRetry(
    "GET",
    `${session.resourceManager}${id}?api-version=${apiVersion}`,
  );
  if (answer.ok) return (await answer.json()) as ArmResource;
  const failure = await failureOf(answer);
  if (IS_GONE.test(failure)) return undefined;
  throw new LabError("cloud", `Looking for ${id} failed: ${failure}`, { where: id });
}

/**
 * Whether it stands, once whatever is under way on it has ended: nobody has the address of an operation that a killed
 * run began, but the resource tells its state. @throws as `armResource`
 */
export async function standsAtRest(
  session: Session,
  id: string,
  apiVersion: string,
): Promise<boolean> {
  for (let poll = 0; poll < POLLS; poll++) {
    const found = await armResource(session, id, apiVersion);
    if (!found) return false;
    const { provisioningState = "Succeeded" } = found.properties ?? {};
    if (AT_REST.includes(provisioningState.toLowerCase())) return true;
    await session.sleep(POLL_MS);
  }
  throw new LabError("cloud", `${id} is still being changed after half an hour`, { where: id });
}
