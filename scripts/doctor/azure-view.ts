import type { Account, Deployment, ResourceSku, Usage } from "@azure/arm-cognitiveservices";
import { collect, ignoreNotFound } from "../lib/azure/answers";
import { azureClients, type AzureClients } from "../lib/azure/clients";
import { listAll } from "../lib/azure/list";
import type { AzureSession } from "../lib/azure/session";
import { modelCatalogue, sameModel, type ModelId, type ModelOffer } from "./model-catalogue";
import type { Permission } from "./permissions";
import type { PolicyAssignment } from "./policies";
import { isVirtualMachine, type CoreUsage, type VmSize } from "./vm-sizes";

const PERMISSIONS = "/providers/Microsoft.Authorization/permissions";

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

/**
 * Reads what the rules need from Azure. Each request is sent on demand and at most once. All
 * methods throw the errors of the SDK, which the doctor converts to `unknown`.
 */
export class AzureView {
  private readonly clients: AzureClients;
  private readonly answers = new Map<string, Promise<unknown>>();

  constructor(
    private readonly session: AzureSession,
    private readonly target: AccountLocation,
  ) {
    this.clients = azureClients(session);
  }

  /** The region's models. */
  models(): Promise<ModelOffer[]> {
    return this.memoise("models", () =>
      modelCatalogue(this.clients.cognitive, this.target.location),
    );
  }

  /**
   * The region's quota table: model rows in thousands of tokens per minute, account rows in
   * accounts.
   */
  usages(): Promise<Usage[]> {
    return this.memoise("usages", () =>
      collect(this.clients.cognitive.usages.list(this.target.location)),
    );
  }

  /** Which accounts this subscription may have, and where. */
  accountSkus(): Promise<ResourceSku[]> {
    return this.memoise("accountSkus", () => collect(this.clients.cognitive.resourceSkus.list()));
  }

  /** The subscription's soft-deleted accounts of every kind and region. */
  deletedAccounts(): Promise<Account[]> {
    return this.memoise("deletedAccounts", () =>
      collect(this.clients.cognitive.deletedAccounts.list()),
    );
  }

  /** The lab's account, when an earlier `up` created it. */
  account(): Promise<Account | undefined> {
    const { resourceGroupName, accountName } = this.target;
    return this.memoise("account", () =>
      ignoreNotFound(this.clients.cognitive.accounts.get(resourceGroupName, accountName)),
    );
  }

  /** One deployment of the account, when an earlier `up` created it. */
  deployment(name: string): Promise<Deployment | undefined> {
    const { resourceGroupName, accountName } = this.target;
    return this.memoise(`deployment ${name}`, () =>
      ignoreNotFound(this.clients.cognitive.deployments.get(resourceGroupName, accountName, name)),
    );
  }

  /** Regions where a model version can be deployed now, with this subscription's quota. */
  modelCapacities(model: ModelId): Promise<ModelCapacity[]> {
    return this.memoise(`room ${model.name} ${model.version}`, async () => {
      const items = await collect(
        this.clients.cognitive.modelCapacities.list("OpenAI", model.name, model.version),
      );
      return items.map(({ location = "", properties }) => ({
        location: location.toLowerCase(),
        sku: properties?.skuName ?? "",
        capacity: properties?.availableCapacity ?? 0,
      }));
    });
  }

  /**
   * The id of a deployment of a model version in the subscription, which keeps a deprecated version
   * available.
   */
  deployedSomewhere(model: ModelId): Promise<string | undefined> {
    return this.memoise(`deployed ${model.name} ${model.version}`, async () => {
      for await (const account of this.clients.cognitive.accounts.list()) {
        const group = /\/resourceGroups\/([^/]+)\//i.exec(account.id ?? "")?.[1];
        if (group === undefined || account.name === undefined) continue;
        for await (const deployment of this.clients.cognitive.deployments.list(
          group,
          account.name,
        )) {
          const { name = "", version = "" } = deployment.properties?.model ?? {};
          if (sameModel({ name, version }, model)) return deployment.id;
        }
      }
      return undefined;
    });
  }

  /** What the signed-in user may do in the subscription, a row per role. */
  permissions(): Promise<Permission[]> {
    return this.memoise("permissions", () =>
      this.list(PERMISSIONS, { "api-version": "2022-04-01" }),
    );
  }

  /** The same for the lab's group; undefined when the group does not exist. */
  groupPermissions(): Promise<Permission[] | undefined> {
    const path = `/resourceGroups/${this.target.resourceGroupName}${PERMISSIONS}`;
    return this.memoise("groupPermissions", () =>
      ignoreNotFound(this.list<Permission>(path, { "api-version": "2022-04-01" })),
    );
  }

  /** Policies assigned to the subscription and above it. */
  policies(): Promise<PolicyAssignment[]> {
    const query = { "api-version": "2025-03-01", $filter: "atScope()" };
    return this.memoise("policies", () =>
      this.list("/providers/Microsoft.Authorization/policyAssignments", query),
    );
  }

  /** ARM id of the lab's group, which may not exist yet. */
  get groupId(): string {
    return `/subscriptions/${this.session.subscriptionId}/resourceGroups/${this.target.resourceGroupName}`;
  }

  /** The region's sizes of virtual machines. */
  vmSizes(): Promise<VmSize[]> {
    // The list has no other filter.
    const query = { "api-version": "2021-07-01", $filter: `location eq '${this.target.location}'` };
    return this.memoise("vmSizes", async () =>
      (await this.list<VmSize>("/providers/Microsoft.Compute/skus", query)).filter(
        isVirtualMachine,
      ),
    );
  }

  /** The region's quota table for virtual machines. */
  cores(): Promise<CoreUsage[]> {
    const path = `/providers/Microsoft.Compute/locations/${this.target.location}/usages`;
    return this.memoise("cores", () => this.list(path, { "api-version": "2024-07-01" }));
  }

  private list<T>(path: string, query: Parameters<typeof listAll>[3]): Promise<T[]> {
    const { subscriptionId, endpoint } = this.session;
    return listAll(
      this.clients.resources,
      endpoint,
      `/subscriptions/${subscriptionId}${path}`,
      query,
    );
  }

  private memoise<T>(question: string, ask: () => Promise<T>): Promise<T> {
    const asked = this.answers.get(question) as Promise<T> | undefined;
    if (asked) return asked;
    const answer = ask();
    this.answers.set(question, answer);
    return answer;
  }
}
