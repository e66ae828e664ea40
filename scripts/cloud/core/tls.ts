import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import * as tls from "node:tls";
import { generate } from "selfsigned";
import type { Store } from "./store";

/** PEM texts: the world's certificate authority and the one leaf certificate that all its hosts show. */
export interface Certificates {
  ca: string;
  cert: string;
  key: string;
}

/** Made once per world and kept in it: a stack's state may name hosts for as long as the world lives. */
export async function loadOrCreateCertificates(store: Store): Promise<Certificates> {
  const kept = store.collection<Certificates>("tls");
  const found = kept.get("certificates");
  if (found) return found;
  const notAfterDate = new Date(Date.now() + 825 * 24 * 3600 * 1000);
  // A process may trust the authorities of several worlds: were their names the same, clients would pick the wrong one.
  const authority = `rai-lab local cloud CA ${randomBytes(8).toString("hex")}`;
  const ca = await generate([{ name: "commonName", value: authority }], {
    keySize: 2048,
    algorithm: "sha256",
    notAfterDate,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const leaf = await generate([{ name: "commonName", value: "127.0.0.1" }], {
    keySize: 2048,
    algorithm: "sha256",
    notAfterDate,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 7, ip: "127.0.0.1" },
          { type: 2, value: "localhost" },
        ],
      },
    ],
  });
  return kept.put("certificates", { ca: ca.cert, cert: leaf.cert, key: leaf.private });
}

/** Writes the CA where clients in other processes can read it (NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, REQUESTS_CA_BUNDLE). */
export function writeCa(folder: string, ca: string): string {
  mkdirSync(folder, { recursive: true });
  const file = path.resolve(folder, "cloud-ca.pem");
  writeFileSync(file, ca);
  return file;
}

const trusted = new Set<string>();

/** Makes this process trust a world's CA beside the usual ones: fetch, https and every SDK in it. */
export function trustCa(ca: string): void {
  if (trusted.has(ca)) return;
  trusted.add(ca);
  tls.setDefaultCACertificates([...tls.getCACertificates("default"), ca]);
}
