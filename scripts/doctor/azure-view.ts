import { decodeJwt } from "jose";
import { placeOf } from "../../infra/azure/arm-id";
import { RESOURCE_TYPES } from "../../infra/azure/resource-types";
import { type Assignment, assignmentIn, assignmentsPath } from "../../infra/azure/role-assignments";
import { collect, ignoreNotFound } from "../lib/azure/answers";
import { azureClients } from "../lib/azure/clients";
import { listAll, readDocument } from "../lib/azure/list";
import { objectIdOf, type AzureSession } from "../lib/azure/session";
import {
  accountIdOf,
  openWorkspaceAt,
  type StackIdentity,
  workspaceIdOf,
} from "../lib/azure/workspace";
import { modelCatalogue, sameModel, type ModelId } from "./model-catalogue";
import type { Permission } from "./permissions";
import type { PolicyAssignment } from "./policies";
import { isVirtualMachine, type CoreUsage, type VmSize } from "./vm-sizes";

const PERMISSIONS = "/providers/Microsoft.Authorization/permissions";
const PERMISSIONS_QUERY = { "api-version": "2022-04-01" };

/** Names of the stack's account, which may not exist yet. */
export interface AccountLocation {
  location: string;
  resourceGroupName: string;
  accountName: string;
}

/**
 * Capacity of one region and SKU for a model version, less what the subscription's quota does not
 * allow.
 */
export interface ModelCapacity {
  location: string;
  sku: string;
  /** In thousands of tokens per minute. */
  capacity: number;
}

/** A user as a workspace describes it. */
export interface WorkspaceUser {
  userName?: string;
  groups?: { display?: string }[];
  entitlements?: { value?: string }[];
}

type ListQuery = Parameters<typeof listAll>[3];
type Assigned = { id?: string; properties?: Assignment };

/** What rules can read from Azure. */
export type AzureView = ReturnType<typeof azureView>;

/**
 * Reads what the rules need from Azure. Each request is sent on demand and at most once. All
 * functions throw the errors of the SDK, which the doctor converts to `unknown`.
 */
export function azureView(
  session: AzureSession,
  { location, resourceGroupName, accountName }: AccountLocation,
) {
  const { subscriptionId, endpoint } = session;
  const { cognitive, resources } = azureClients(session);
  const subscription = `/subscriptions/${subscriptionId}`;
  /** ARM id of the lab's group, which may not exist yet. */
  const groupId = `${subscription}/resourceGroups/${resourceGroupName}`;
  const list = <T>(path: string, query: ListQuery): Promise<T[]> =>
    listAll(resources, endpoint, path, query);

  /** Clients of the subscription that an ARM id names, and the rest of the id. */
  const clientsAt = (id: string) => {
    const place = placeOf(id);
    const clients = azureClients({ ...session, subscriptionId: place.subscriptionId });
    return { clients, ...place };
  };
  const readAccount = (id: string) => {
    const { clients, resourceGroup, name } = clientsAt(id);
    return ignoreNotFound(clients.cognitive.accounts.get(resourceGroup, name));
  };
  const readWorkspace = (id: string) => {
    const { clients, resourceGroup, name } = clientsAt(id);
    return ignoreNotFound(clients.databricks.workspaces.get(resourceGroup, name));
  };

  return {
    subscriptionId,
    groupId,

    /** The region's models. */
    models: memoise(() => modelCatalogue(cognitive, location)),

    /**
     * The region's quota table: model rows in thousands of tokens per minute, account rows in
     * accounts.
     */
    usages: memoise(() => collect(cognitive.usages.list(location))),

    /** Which accounts this subscription may have, and where. */
    accountSkus: memoise(() => collect(cognitive.resourceSkus.list())),

    /** The subscription's soft-deleted accounts of every kind and region. */
    deletedAccounts: memoise(() => collect(cognitive.deletedAccounts.list())),

    /** The lab's account, when an earlier `up` created it. */
    account: memoise(() => ignoreNotFound(cognitive.accounts.get(resourceGroupName, accountName))),

    /** Which of account and workspace a stack works with and that do not exist, by name. */
    missingOf: memoise(async (identity: StackIdentity): Promise<string[]> => {
      const accountId = accountIdOf(identity, subscriptionId);
      const workspaceId = workspaceIdOf(identity, subscriptionId);
      const [account, workspace] = await Promise.all([
        readAccount(accountId),
        readWorkspace(workspaceId),
      ]);
      return [
        ...(account ? [] : [`account ${placeOf(accountId).name}`]),
        ...(workspace ? [] : [`workspace ${placeOf(workspaceId).name}`]),
      ];
    }),

    /** An account by its ARM id; undefined when it does not exist. */
    accountAt: memoise(readAccount),

    /** A workspace by its ARM id; undefined when it does not exist. */
    workspaceAt: memoise(readWorkspace),

    /** All deployments of an account, by its ARM id. */
    deploymentsAt: memoise((id: string) => {
      const { clients, resourceGroup, name } = clientsAt(id);
      return collect(clients.cognitive.deployments.list(resourceGroup, name));
    }),

    /** What the signed-in user may do with one resource, a row per role. */
    permissionsAt: memoise((id: string) => list<Permission>(id + PERMISSIONS, PERMISSIONS_QUERY)),

    /** Who the signed-in user is in a workspace, by its ARM id; undefined when that does not exist. */
    callerAt: memoise(async (id: string): Promise<WorkspaceUser | undefined> => {
      const workspace = await openWorkspaceAt(id, session);
      return workspace?.get<WorkspaceUser>("/api/2.0/preview/scim/v2/Me");
    }),

    /** Whether no account in all of Azure has a name as its custom subdomain. */
    isSubdomainFree: memoise(async (name: string): Promise<boolean> => {
      const answer = await cognitive.checkDomainAvailability(
        name,
        "Microsoft.CognitiveServices/accounts",
      );
      return answer.isSubdomainAvailable === true;
    }),

    /** A resource group of the subscription; undefined when it does not exist. */
    groupNamed: memoise((name: string) => ignoreNotFound(resources.resourceGroups.get(name))),

    /** Id of the assignment that gives a principal a role at a scope; undefined without one. */
    assignmentOf: memoise(async (wanted: Assignment): Promise<string | undefined> => {
      const { pathname, searchParams } = new URL(assignmentsPath(wanted), endpoint);
      const query = {
        "api-version": searchParams.get("api-version")!,
        $filter: searchParams.get("$filter")!,
      };
      const value = await ignoreNotFound(list<Assigned>(pathname, query));
      return assignmentIn({ value: value ?? [] }, wanted);
    }),

    /** Object id of the signed-in principal; undefined where the token does not say it. */
    caller: memoise(() => objectIdOf(session)),

    /** One deployment of the account, when an earlier `up` created it. */
    deployment: memoise((name: string) =>
      ignoreNotFound(cognitive.deployments.get(resourceGroupName, accountName, name)),
    ),

    /** Regions where a model version can be deployed now, with this subscription's quota. */
    modelCapacities: memoise(async ({ name, version }: ModelId): Promise<ModelCapacity[]> => {
      const items = await collect(cognitive.modelCapacities.list("OpenAI", name, version));
      return items.map(({ location = "", properties }) => ({
        location: location.toLowerCase(),
        sku: properties?.skuName ?? "",
        capacity: properties?.availableCapacity ?? 0,
      }));
    }),

    /**
     * The id of a deployment of a model version in the subscription, which keeps a deprecated
     * version available.
     */
    deployedSomewhere: memoise(async (model: ModelId): Promise<string | undefined> => {
      const accounts = await collect(cognitive.accounts.list());
      // At once: a subscription may have dozens of accounts.
      const deployments = await Promise.all(
        accounts.map(async ({ id = "", name = "" }) => {
          const group = /\/resourceGroups\/([^/]+)\//i.exec(id)?.[1];
          return group === undefined ? [] : collect(cognitive.deployments.list(group, name));
        }),
      );
      const found = deployments.flat().find(({ properties }) => {
        const { name = "", version = "" } = properties?.model ?? {};
        return sameModel({ name, version }, model);
      });
      return found?.id;
    }),

    /**
     * The application through which the deployer signed in, from the access token; undefined when
     * the token names none.
     */
    application: memoise(async (): Promise<string | undefined> => {
      const audience = session.audience ?? endpoint;
      const token = await session.credential.getToken(`${audience}/.default`);
      return applicationOf(token?.token ?? "");
    }),

    /** What the signed-in user may do in the subscription, a row per role. */
    permissions: memoise(() => list<Permission>(subscription + PERMISSIONS, PERMISSIONS_QUERY)),

    /** The same for the lab's group; undefined when the group does not exist. */
    groupPermissions: memoise(() =>
      ignoreNotFound(list<Permission>(groupId + PERMISSIONS, PERMISSIONS_QUERY)),
    ),

    /** Whether the subscription is registered for a resource provider, in Azure's word. */
    registration: memoise(async (namespace: string): Promise<string | undefined> => {
      const { registrationState } = await resources.providers.get(namespace);
      return registrationState;
    }),

    /** Policies assigned to the subscription and above it. */
    policies: memoise(() =>
      list<PolicyAssignment>(
        `${subscription}/providers/Microsoft.Authorization/policyAssignments`,
        {
          "api-version": "2025-03-01",
          $filter: "atScope()",
        },
      ),
    ),

    /**
     * The id of the subscription's offer, e.g. `PayAsYouGo_2014-09-01`; empty when Azure has none.
     */
    offer: memoise(async () => {
      const answer = await readDocument<{ subscriptionPolicies?: { quotaId?: string } }>(
        resources,
        endpoint,
        subscription,
        { "api-version": "2022-12-01" },
      );
      return answer.subscriptionPolicies?.quotaId ?? "";
    }),

    /** First day of the subscription's budget of that name; undefined when it does not exist. */
    budgetStart: memoise(async (name: string): Promise<string | undefined> => {
      const { path, apiVersion } = RESOURCE_TYPES["azure-native:consumption:Budget"];
      const id = path
        .replace("/{scope}", `subscriptions/${subscriptionId}`)
        .replace("{budgetName}", name);
      const answer = await ignoreNotFound(resources.resources.getById(id, apiVersion));
      const { timePeriod } = (answer?.properties ?? {}) as { timePeriod?: { startDate?: string } };
      return timePeriod?.startDate?.slice(0, 10);
    }),

    /** The region's sizes of virtual machines. */
    vmSizes: memoise(async () => {
      // The list has no other filter.
      const query = { "api-version": "2021-07-01", $filter: `location eq '${location}'` };
      const skus = await list<VmSize>(`${subscription}/providers/Microsoft.Compute/skus`, query);
      return skus.filter(isVirtualMachine);
    }),

    /** The region's quota table for virtual machines. */
    cores: memoise(() =>
      list<CoreUsage>(`${subscription}/providers/Microsoft.Compute/locations/${location}/usages`, {
        "api-version": "2024-07-01",
      }),
    ),
  };
}

/** A function that calls `read` once for the same arguments. */
function memoise<A extends unknown[], T>(
  read: (...args: A) => Promise<T>,
): (...args: A) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (...args) => {
    const key = JSON.stringify(args);
    const answer = answers.get(key) ?? read(...args);
    answers.set(key, answer);
    return answer;
  };
}

/** The claim of Entra's access tokens for Resource Manager; undefined in any other text. */
function applicationOf(token: string): string | undefined {
  try {
    return decodeJwt<{ appid?: string }>(token).appid;
  } catch {
    return undefined;
  }
}
