import type { Host } from "../../core/hosts";
import { type Operation, startFallible } from "../../core/operations";
import type { World } from "../../core/world";
import {
  mustRestoreOrPurge,
  nothingToRestore,
  offerBlocked,
  subdomainFixed,
  subdomainInUse,
} from "./errors";
import type { Account, AccountIdentity, Author, DeletedAccount } from "../entities";
import { tenantOf } from "../entra/tenant";
import { keyOf } from "../arm/ids";
import { isReadyAtOnce } from "./kinds";
import { requireQuota } from "./quota";
import { refuse } from "../refusals";
import { azureStore } from "../store";
import { table } from "../tables";
import { OPERATION_SECONDS, SOFT_DELETE_MS } from "../arm/durations";

/*
 * @parity
 * - `endpoint` is the account's own port, with or without a custom subdomain (in Azure: a regional
 *   address without one) — ours
 * - Changed subdomain: 400 `CustomDomainNameCannotBeChanged` (code invented) — guessed
 * - Soft delete for 48 h exactly; `FlagMustBeSetForRestore`, `CustomDomainInUse` held by a
 *   soft-deleted account too — recorded, reported
 * - `restore: true` gives back keys, endpoint, properties and tags, not the deployments;
 *   `CanNotRestoreANonExistingResource` when there is nothing; ignored on an account that exists —
 *   guessed
 * - Soft-deleted accounts count in `AccountCount` and hold their deployments' tokens until purged or
 *   expired; freed at once then — reported, guessed
 * - `SpecialFeatureOrQuotaIdRequired` for offers listed in `settings.blockedOffers` — reported
 */

/** A request to create, restore or update an account. */
export type AccountRequest = Pick<
  Account,
  | "id"
  | "name"
  | "subscriptionId"
  | "resourceGroup"
  | "location"
  | "kind"
  | "sku"
  | "tags"
  | "properties"
  | "identity"
> & { restore: boolean };

const CREATE = "cognitiveservices/accounts/create";
const UPDATE = "cognitiveservices/accounts/update";
const DELETE = "cognitiveservices/accounts/delete";
const PURGE = "cognitiveservices/deletedAccounts/purge";
const EXPIRE = "cognitiveservices/deletedAccounts/expire";
/** Prefix of the target of `EXPIRE`: with the account's own key it would keep the account busy. */
const EXPIRY_OF = "expiry of ";

/** Registers the effects of all operations on accounts; called once per world. */
export function registerAccountEffects(world: World): void {
  const store = azureStore(world);
  world.operations.onEnd(CREATE, ({ target, status }) => {
    const state = status === "Failed" ? "Failed" : "Succeeded";
    store.accounts.update(target, (account) => ({ ...account, state }));
  });
  world.operations.onEnd(UPDATE, () => undefined);
  world.operations.onEnd(DELETE, async ({ target, status }) => {
    const account = store.accounts.get(target);
    if (!account) return;
    if (status === "Failed") store.accounts.put(target, { ...account, state: "Failed" });
    else await softDelete(world, account);
  });
  world.operations.onEnd(PURGE, ({ target, status }) => {
    if (status !== "Failed") store.deletedAccounts.delete(target);
  });
  world.operations.onEnd(EXPIRE, ({ target, endsAt }) => {
    const key = target.slice(EXPIRY_OF.length);
    const deleted = store.deletedAccounts.get(key);
    // An account that was restored and deleted again since then has a later date.
    if (deleted && Date.parse(deleted.scheduledPurgeAt) <= endsAt)
      store.deletedAccounts.delete(key);
  });
}

/**
 * Creates or restores an account, and starts the operation at whose end it is `Succeeded`.
 * @throws ApiError
 */
export async function createAccount(
  world: World,
  request: AccountRequest,
  author: Author,
): Promise<{ account: Account; operation: Operation }> {
  const store = azureStore(world);
  const key = keyOf(request.id);
  const deleted = store.deletedAccounts.get(key);
  if (deleted && !request.restore) refuse(world, mustRestoreOrPurge(request.id));
  if (!deleted && request.restore) refuse(world, nothingToRestore(request.name));
  requireUnblockedOffer(world, request);
  requireFreeSubdomain(world, request);
  // A soft-deleted account holds its place in the quota.
  if (!deleted)
    for (const row of accountQuotasOf(request))
      requireQuota(world, request.subscriptionId, request.location, row, 1);
  const { restore: _, ...settings } = request;
  const record = ({ port }: Host): { account: Account; operation: Operation } => {
    const account = store.accounts.put(key, {
      ...settings,
      tags: settings.tags ?? deleted?.account.tags,
      properties: { ...deleted?.account.properties, ...settings.properties },
      identity: identityOf(world, settings.identity, deleted?.account.identity),
      createdAt: world.clock.iso(),
      createdBy: author,
      state: "Creating",
      keys: deleted?.account.keys ?? { key1: world.random.hex(32), key2: world.random.hex(32) },
      endpoint: `https://127.0.0.1:${port}/`,
      internalId: deleted?.account.internalId ?? world.random.hex(32),
      etag: etag(world),
    });
    store.deletedAccounts.delete(key);
    const isQuick = request.restore || isReadyAtOnce(request.kind);
    return { account, operation: startCreation(world, key, isQuick) };
  };
  // A restored account gets its port back, if the port is still free.
  const port = deleted ? Number(new URL(deleted.account.endpoint).port) : 0;
  return world.hosts.openWith("openai", key, record, port);
}

/** An identity with the ids that a system-assigned one has, and keeps. */
function identityOf(
  world: World,
  given: AccountIdentity | undefined,
  known: AccountIdentity | undefined,
): AccountIdentity | undefined {
  if (given?.type?.includes("SystemAssigned") !== true) return given;
  const { tenantId } = tenantOf(world);
  return { ...given, principalId: known?.principalId ?? world.random.guid(), tenantId };
}

/** Starts the operation that clients poll after an update; the account has its values at once. */
export const startUpdate = (world: World, { id }: Account): Operation =>
  world.operations.start(UPDATE, keyOf(id), OPERATION_SECONDS.accountUpdate);

function startCreation(world: World, key: string, isQuick: boolean): Operation {
  const seconds = isQuick ? 0 : OPERATION_SECONDS.accountCreate;
  return startFallible(world, CREATE, key, seconds);
}

/** Starts the creation of an account that failed again. */
export function restartCreation(
  world: World,
  failed: Account,
  request: AccountRequest,
): { account: Account; operation: Operation } {
  const account = updateAccount(world, { ...failed, state: "Creating" }, request);
  return { account, operation: startCreation(world, keyOf(account.id), false) };
}

/**
 * Replaces an account's tags, SKU, identity and properties, at once.
 * @throws ApiError for a changed custom subdomain, or a new one that is in use
 */
export function updateAccount(world: World, account: Account, request: AccountRequest): Account {
  const current = account.properties.customSubDomainName;
  const customSubDomainName = request.properties.customSubDomainName ?? current;
  if (current === undefined) requireFreeSubdomain(world, request);
  else if (customSubDomainName?.toLowerCase() !== current.toLowerCase()) throw subdomainFixed();
  const { tags, sku } = request;
  const identity = identityOf(world, request.identity, account.identity);
  const properties = { ...request.properties, customSubDomainName };
  const changed = { ...account, tags, sku, identity, properties, etag: etag(world) };
  return azureStore(world).accounts.put(keyOf(account.id), changed);
}

/** Starts the operation at whose end the account is soft-deleted: at once, unless it is planned to fail. */
export function startDeletion(world: World, account: Account) {
  const key = keyOf(account.id);
  azureStore(world).accounts.put(key, { ...account, state: "Deleting" });
  return startFallible(world, DELETE, key, OPERATION_SECONDS.accountDelete);
}

/**
 * Soft-deletes an account: its deployments and its host are removed, but for 48 hours it holds its
 * names and quota and can be restored.
 */
export async function softDelete(world: World, account: Account): Promise<void> {
  const store = azureStore(world);
  const key = keyOf(account.id);
  await world.store.atomically(() => {
    const heldQuota: Record<string, number> = {};
    for (const d of store.deploymentsOf(key)) {
      heldQuota[d.usageName] = (heldQuota[d.usageName] ?? 0) + d.sku.capacity;
      store.deployments.delete(keyOf(d.id));
    }
    const now = world.clock.now();
    store.deletedAccounts.put(key, {
      account: { ...account, state: "Succeeded" },
      deletedAt: new Date(now).toISOString(),
      scheduledPurgeAt: new Date(now + SOFT_DELETE_MS).toISOString(),
      heldQuota,
    });
    store.accounts.delete(key);
    world.operations.start(EXPIRE, EXPIRY_OF + key, SOFT_DELETE_MS / 1000);
    return world.hosts.close("openai", key);
  });
}

/** Starts the operation at whose end a soft-deleted account no longer exists. */
export const startPurge = (world: World, { account }: DeletedAccount): Operation =>
  startFallible(world, PURGE, keyOf(account.id), OPERATION_SECONDS.accountPurge);

/** True when no account (live or soft-deleted) has the subdomain, except that of id `except`. */
export function isSubdomainFree(world: World, subdomain: string, except = ""): boolean {
  const store = azureStore(world);
  const name = subdomain.toLowerCase();
  const holders = [
    ...store.accountsBySubdomain(name),
    ...store.deletedAccountsBySubdomain(name).map((deleted) => deleted.account),
  ];
  return holders.every((holder) => keyOf(holder.id) === keyOf(except));
}

/** A new ETag, with its quotation marks. */
export const etag = (world: World): string => `"${world.random.guid()}"`;

function requireFreeSubdomain(world: World, request: AccountRequest): void {
  const subdomain = request.properties.customSubDomainName;
  if (subdomain !== undefined && !isSubdomainFree(world, subdomain, request.id))
    refuse(world, subdomainInUse(subdomain));
}

/** True when the subscription's offer cannot have accounts of the kind. */
export function isOfferBlocked(world: World, subscription: string, kind: string): boolean {
  const offer = azureStore(world).subscriptions.get(keyOf(subscription))?.quotaId ?? "";
  return kind === "OpenAI" && table(world, "settings").blockedOffers.includes(offer);
}

/** The rows that an account counts in: that of its kind, and that of all in the region. */
function accountQuotasOf({ kind, sku }: AccountRequest): string[] {
  const all = "AccountCount";
  return kind === "OpenAI" ? [`OpenAI.${sku.name}.${all}`, all] : [all];
}

function requireUnblockedOffer(world: World, request: AccountRequest): void {
  if (isOfferBlocked(world, request.subscriptionId, request.kind))
    refuse(world, offerBlocked(request.sku.name, request.kind));
}
