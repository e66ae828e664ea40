import type { World } from "../../core/world";
import {
  mustRestoreOrPurge,
  nothingToRestore,
  offerBlocked,
  subdomainFixed,
  subdomainInUse,
} from "./errors";
import type { Account, Author, DeletedAccount } from "../entities";
import { keyOf } from "../arm/ids";
import { requireQuota } from "./quota";
import { azureStore } from "../store";
import { table } from "../tables";
import { OPERATION_SECONDS, SOFT_DELETE_MS } from "../arm/durations";

/** What a caller asks an account to be. */
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
const DELETE = "cognitiveservices/accounts/delete";
const PURGE = "cognitiveservices/deletedAccounts/purge";
const EXPIRE = "cognitiveservices/deletedAccounts/expire";
/** Waiting for its end of life does not keep an account busy: the operation's target is not the account's own key. */
const EXPIRY_OF = "expiry of ";

/** Says what follows the end of each operation on accounts. Once per world. */
export function registerAccountEffects(world: World): void {
  const store = azureStore(world);
  world.operations.onEnd(CREATE, ({ target }) => {
    store.accounts.update(target, (account) => ({ ...account, state: "Succeeded" }));
  });
  world.operations.onEnd(DELETE, async ({ target }) => {
    const account = store.accounts.get(target);
    if (account) await softDelete(world, account);
  });
  world.operations.onEnd(PURGE, ({ target }) => void store.deletedAccounts.delete(target));
  world.operations.onEnd(EXPIRE, ({ target, endsAt }) => {
    const key = target.slice(EXPIRY_OF.length);
    const deleted = store.deletedAccounts.get(key);
    // It may have been restored and deleted again since: then its time has not come.
    if (deleted && Date.parse(deleted.scheduledPurgeAt) <= endsAt)
      store.deletedAccounts.delete(key);
  });
}

/** Creates (or restores) an account that does not exist; it is ready when the operation ends. @throws ApiError */
export async function createAccount(
  world: World,
  request: AccountRequest,
  author: Author,
): Promise<Account> {
  const store = azureStore(world);
  const key = keyOf(request.id);
  const before = store.deletedAccounts.get(key);
  if (before && !request.restore) throw mustRestoreOrPurge(request.id);
  if (!before && request.restore) throw nothingToRestore(request.name);
  requireUnblockedOffer(world, request);
  requireFreeSubdomain(world, request);
  const usageName =
    request.kind === "OpenAI" ? `OpenAI.${request.sku.name}.AccountCount` : "AccountCount";
  if (!before)
    requireQuota(
      world,
      { subscription: request.subscriptionId, location: request.location },
      usageName,
      1,
    );
  const endpoint = await openEndpoint(world, key, before);
  const { restore: _, ...asked } = request;
  const account = store.accounts.put(key, {
    ...asked,
    createdAt: world.clock.iso(),
    createdBy: author,
    state: "Creating",
    keys: before?.account.keys ?? { key1: world.random.hex(32), key2: world.random.hex(32) },
    endpoint,
    internalId: before?.account.internalId ?? world.random.hex(32),
    etag: etag(world),
  });
  store.deletedAccounts.delete(key);
  return account;
}

/** Starts the operation at whose end a new account is ready. */
export const startCreation = (world: World, account: Account) =>
  world.operations.start(CREATE, keyOf(account.id), OPERATION_SECONDS.accountCreate);

/** Replaces what may change on an account. @throws ApiError for a changed kind or custom subdomain */
export function updateAccount(world: World, account: Account, request: AccountRequest): Account {
  const subdomain =
    request.properties.customSubDomainName ?? account.properties.customSubDomainName;
  const had = account.properties.customSubDomainName;
  if (had !== undefined && subdomain?.toLowerCase() !== had.toLowerCase()) throw subdomainFixed();
  if (had === undefined) requireFreeSubdomain(world, request);
  const { tags, sku, identity } = request;
  const properties = {
    ...request.properties,
    ...(subdomain !== undefined && { customSubDomainName: subdomain }),
  };
  const changed = { ...account, tags, sku, identity, properties, etag: etag(world) };
  return azureStore(world).accounts.put(keyOf(account.id), changed);
}

/** Starts the operation at whose end the account is soft-deleted. */
export function startDeletion(world: World, account: Account) {
  const key = keyOf(account.id);
  azureStore(world).accounts.put(key, { ...account, state: "Deleting" });
  return world.operations.start(DELETE, key, OPERATION_SECONDS.accountDelete);
}

/** Takes an account out of service for 48 h: its deployments are gone, its names and quota are still held. */
export async function softDelete(world: World, account: Account): Promise<void> {
  const store = azureStore(world);
  const key = keyOf(account.id);
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
  await world.hosts.close("openai", key);
}

/** Starts the operation at whose end a soft-deleted account is gone for good. */
export const startPurge = (world: World, deleted: DeletedAccount) =>
  world.operations.start(PURGE, keyOf(deleted.account.id), OPERATION_SECONDS.accountPurge);

/** True when no account, live or soft-deleted, has the subdomain; `except` is the id of one that may. */
export function isSubdomainFree(world: World, subdomain: string, except = ""): boolean {
  const store = azureStore(world);
  const wanted = subdomain.toLowerCase();
  const holders = [
    ...store.accountsBySubdomain(wanted),
    ...store.deletedAccountsBySubdomain(wanted).map((deleted) => deleted.account),
  ];
  return holders.every((holder) => keyOf(holder.id) === keyOf(except));
}

export const etag = (world: World): string => `"${world.random.guid()}"`;

function requireFreeSubdomain(world: World, request: AccountRequest): void {
  const subdomain = request.properties.customSubDomainName;
  if (subdomain !== undefined && !isSubdomainFree(world, subdomain, request.id))
    throw subdomainInUse(subdomain);
}

/** Why a subscription's offer keeps it from Azure OpenAI; undefined when it may. */
export function isOfferBlocked(world: World, subscription: string, kind: string): boolean {
  const offer = azureStore(world).subscriptions.get(keyOf(subscription))?.quotaId ?? "";
  return kind === "OpenAI" && table(world, "settings").blockedOffers.includes(offer);
}

function requireUnblockedOffer(world: World, request: AccountRequest): void {
  if (isOfferBlocked(world, request.subscriptionId, request.kind))
    throw offerBlocked(request.sku.name, request.kind);
}

/** A restored account answers where it did before, unless another program has taken the port meanwhile. */
async function openEndpoint(
  world: World,
  key: string,
  before: DeletedAccount | undefined,
): Promise<string> {
  const port = before ? Number(new URL(before.account.endpoint).port) : 0;
  const host = await world.hosts
    .open("openai", key, port)
    .catch(() => world.hosts.open("openai", key));
  return `https://127.0.0.1:${host.port}/`;
}
