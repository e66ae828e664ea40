import { randomBytes, X509Certificate } from "node:crypto";
import { mkdirSync } from "node:fs";
import * as path from "node:path";
import * as tls from "node:tls";
import { replaceFileSync } from "../../base/atomic-file";
import { createAuthority, createServerCertificate } from "../../base/certificates";
import type { Store } from "./store";

/** PEM texts of a world's certificate authority, and of the one certificate of all its hosts. */
export interface Certificates {
  ca: string;
  cert: string;
  /** Private key of `cert`. */
  key: string;
}

const DAY_MS = 24 * 3600 * 1000;
/** No client accepts a certificate for longer: Apple's limit. */
const VALIDITY_MS = 825 * DAY_MS;

/** A client whose clock is somewhat behind trusts the certificates too. */
const BACKDATED_MS = DAY_MS;

/** The time a world may run at least before its certificates end. */
const REMAINING_MS = 30 * DAY_MS;

/**
 * A world's certificates: created once, then read from its store, and created anew when they are
 * about to end, or when the machine's clock was set back to a time before they begin.
 * @param today real time, in milliseconds since the epoch
 */
export async function loadOrCreateCertificates(
  store: Store,
  today = Date.now(),
): Promise<Certificates> {
  const collection = store.collection<Certificates>("tls");
  const known = collection.get("certificates");
  if (known && isValid(known, today)) return known;
  return collection.put("certificates", await createCertificates(today));
}

/** A damaged one is no valid one, and is made anew. */
function isValid({ ca, cert, key }: Certificates, today: number): boolean {
  try {
    tls.createSecureContext({ ca, cert, key });
    const { validFrom, validTo } = new X509Certificate(cert);
    return Date.parse(validFrom) <= today && today + REMAINING_MS < Date.parse(validTo);
  } catch {
    return false;
  }
}

async function createCertificates(today: number): Promise<Certificates> {
  const validity = { from: today - BACKDATED_MS, to: today + VALIDITY_MS };
  const name = `rai-lab local cloud CA ${randomBytes(8).toString("hex")}`;
  const authority = await createAuthority(name, validity);
  const hosts = ["127.0.0.1", "localhost"] as const;
  return { ca: authority.cert, ...(await createServerCertificate(hosts, authority, validity)) };
}

/**
 * Writes the CA to a file for clients in other processes (NODE_EXTRA_CA_CERTS, SSL_CERT_FILE,
 * REQUESTS_CA_BUNDLE) and returns the file's path.
 */
export function writeCa(folder: string, ca: string): string {
  mkdirSync(folder, { recursive: true });
  const file = path.resolve(folder, "cloud-ca.pem");
  replaceFileSync(file, ca);
  return file;
}
