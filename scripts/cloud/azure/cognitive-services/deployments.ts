import { setTimeout as delay } from "node:timers/promises";
import { startFallible } from "../../core/operations";
import type { World } from "../../core/world";
import { etag } from "./accounts";
import {
  accountNotReady,
  deploymentFailed,
  kindWithoutModels,
  requestConflict,
  tooManyDeployments,
} from "./errors";
import { MODEL_KINDS } from "./kinds";
import type { Account, Author, Deployment, Tags } from "../entities";
import { parentNotFound } from "../arm/errors";
import { keyOf } from "../arm/ids";
import { everDeployedKey, rateLimits, resolveModel } from "./models";
import { requireQuota } from "./quota";
import { refuse } from "../refusals";
import { azureStore } from "../store";
import { table } from "../tables";
import { OPERATION_SECONDS } from "../arm/durations";

/*
 * @parity
 * - A deployment PUT without `raiPolicyName`, an update too, gets `Microsoft.DefaultV2`; any name is
 *   accepted, without effect — documented, reported (azurerm 32061)
 * - Child PUT while the account is being created: 409 `AccountProvisioningStateInvalid` — reported
 * - Deployments in accounts of other kinds than OpenAI and AIServices: 400 `InvalidAccountKind`
 *   (code and text invented) — guessed
 * - 32 deployments per account: 400 `DeploymentCountLimitExceeded` (code and text invented) —
 *   documented, guessed
 * - A deployment whose creation failed stays as `Failed` (where creations are long-running), and a
 *   PUT is 400 `BadRequest` until it is deleted — reported (microsoft-foundry-for-vscode 554)
 */

/*
 * @not-simulated
 * - provisioned throughput
 */

/** A request to create or change a deployment. */
export interface DeploymentRequest {
  name: string;
  /** `capacity` is in thousands of tokens per minute. */
  sku: { name: string; capacity: number };
  scaleSettings?: Deployment["scaleSettings"];
  /** Without a version: the model's default one. */
  model: { format: string; name: string; version?: string };
  versionUpgradeOption?: string;
  raiPolicyName?: string;
  tags: Tags;
}

const WRITE = "cognitiveservices/accounts/deployments/write";

/** The content filter of every request that names none, also of an update. */
const DEFAULT_CONTENT_FILTER = "Microsoft.DefaultV2";

/** Real time that a synchronous change takes: long enough for two calls to collide. */
const SYNC_WRITE_MS = 25;

/** Registers the effect of long-running deployment writes; called once per world. */
export function registerDeploymentEffects(world: World): void {
  const store = azureStore(world);
  world.operations.onEnd(WRITE, ({ target, status }) => {
    const state = status === "Failed" ? "Failed" : "Succeeded";
    for (const d of store.deploymentsOf(target))
      if (d.state === "Creating") store.deployments.put(keyOf(d.id), { ...d, state });
  });
}

/** Creates or changes a deployment. @throws ApiError for its model, SKU, life cycle or quota */
export function writeDeployment(
  world: World,
  account: Account,
  request: DeploymentRequest,
  author: Author,
): Deployment {
  const store = azureStore(world);
  if (!MODEL_KINDS.includes(account.kind))
    refuse(world, kindWithoutModels(account.name, account.kind));
  const id = `${account.id}/deployments/${request.name}`;
  const known = store.deployments.get(keyOf(id));
  if (known?.state === "Failed") throw deploymentFailed(request.name);
  const sameModel =
    known?.model.name === request.model.name &&
    known.model.version === (request.model.version ?? known.model.version);
  const { model, usageName } = resolveModel(world, {
    subscription: account.subscriptionId,
    location: account.location,
    model: request.model,
    sku: request.sku.name,
    unchanged: sameModel,
  });
  const limit = table(world, "quotas").deploymentsPerAccount;
  if (!known && store.deploymentsOf(keyOf(account.id)).length >= limit)
    refuse(world, tooManyDeployments(account.id, limit));
  const current = known?.usageName === usageName ? known.sku.capacity : 0;
  const increase = Math.max(0, request.sku.capacity - current);
  requireQuota(world, account.subscriptionId, account.location, usageName, increase);
  store.everDeployed.put(everDeployedKey(account.subscriptionId, model), true);
  return store.deployments.put(keyOf(id), {
    id,
    name: request.name,
    accountId: keyOf(account.id),
    sku: request.sku,
    scaleSettings: request.scaleSettings,
    model: { format: request.model.format, name: model.name, version: model.version },
    versionUpgradeOption: request.versionUpgradeOption ?? "OnceNewDefaultVersionAvailable",
    raiPolicyName: request.raiPolicyName ?? DEFAULT_CONTENT_FILTER,
    state: table(world, "settings").deploymentWrite === "async" ? "Creating" : "Succeeded",
    rateLimits: rateLimits(model, request.sku.capacity),
    capabilities: model.capabilities,
    usageName,
    tags: request.tags,
    etag: etag(world),
    createdAt: known?.createdAt ?? world.clock.iso(),
    createdBy: known?.createdBy ?? author,
  });
}

/** Starts the operation of a deployment in state `Creating`: its account is busy until the end. */
export const startDeploymentWrite = (world: World, account: Account) =>
  startFallible(world, WRITE, keyOf(account.id), OPERATION_SECONDS.deploymentWrite);

/** Keys of the accounts that a synchronous change keeps busy. */
const busyAccounts = new WeakMap<World, Set<string>>();

/**
 * Runs a change of an account's deployments. Like the service, it refuses a second change at the
 * same time.
 * @throws ApiError `RequestConflict`, `AccountProvisioningStateInvalid` or `ParentResourceNotFound`
 */
export async function withExclusiveAccess<T>(
  world: World,
  accountId: string,
  change: (account: Account) => T,
): Promise<T> {
  const key = keyOf(accountId);
  const account = requireReadyAccount(world, accountId);
  const busy = busyAccounts.get(world) ?? new Set<string>();
  busyAccounts.set(world, busy);
  if (busy.has(key) || world.operations.runningOn(key)) throw requestConflict(account.id);
  busy.add(key);
  try {
    await delay(SYNC_WRITE_MS);
    return change(requireReadyAccount(world, accountId));
  } finally {
    busy.delete(key);
  }
}

function requireReadyAccount(world: World, accountId: string): Account {
  const account = azureStore(world).accounts.get(keyOf(accountId));
  if (!account) throw parentNotFound("accounts/deployments", accountId);
  if (account.state !== "Succeeded") throw accountNotReady(account.id, account.state);
  return account;
}
