import type { Clock } from "../base/clock";
import { azureClients } from "../lib/azure/clients";
import { refusalOf } from "../lib/azure/errors";
import type { AzureSession } from "../lib/azure/session";

/** A soft-deleted account, as Azure names it. */
export interface DeletedAccountPlace {
  location: string;
  resourceGroup: string;
  name: string;
}

/**
 * A cure that the doctor may apply: it costs nothing, and takes nothing from anybody. A rule names
 * one only where it has proved that; a purge only of what has the stack's own tags.
 */
export type SafeFix =
  | { kind: "register providers"; namespaces: string[] }
  | { kind: "purge account"; account: DeletedAccountPlace };

/** What came of a cure. */
export interface AppliedFix {
  /** What it did, or tried to do. */
  did: string;
  /** Why it failed; absent when it did not. */
  failure?: string;
}

/** How long Azure may take to register a provider. */
const REGISTRATION_MS = 10 * 60 * 1000;
const POLL_MS = 5_000;

/** Applies a cure. What Azure refuses is reported; any other error is thrown. */
export async function applyFix(
  fix: SafeFix,
  session: AzureSession,
  clock: Clock,
  signal: AbortSignal,
): Promise<AppliedFix> {
  const did = textOf(fix);
  try {
    if (fix.kind === "purge account") await purge(fix.account, session);
    else
      await Promise.all(
        fix.namespaces.map((namespace) => register(namespace, session, clock, signal)),
      );
    return { did };
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return { did, failure: refusal.reason };
  }
}

function textOf(fix: SafeFix): string {
  if (fix.kind === "purge account") return `purge the soft-deleted account ${fix.account.name}`;
  return `register the resource providers ${fix.namespaces.join(", ")}`;
}

async function purge(
  { location, resourceGroup, name }: DeletedAccountPlace,
  session: AzureSession,
): Promise<void> {
  const { cognitive } = azureClients(session);
  await cognitive.deletedAccounts.beginPurgeAndWait(location, resourceGroup, name);
}

async function register(
  namespace: string,
  session: AzureSession,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const { providers } = azureClients(session).resources;
  const end = clock.now() + REGISTRATION_MS;
  let { registrationState } = await providers.register(namespace);
  while (registrationState !== "Registered" && clock.now() < end) {
    await clock.sleep(POLL_MS, signal);
    ({ registrationState } = await providers.get(namespace));
  }
}
