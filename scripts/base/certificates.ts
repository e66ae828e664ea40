import { generate } from "selfsigned";

/** A certificate and its private key, as PEM texts. */
export interface Certificate {
  cert: string;
  key: string;
}

/** When a certificate holds, in milliseconds since the epoch. */
export interface Validity {
  from: number;
  to: number;
}

/** Types of alternative names of a certificate (RFC 5280, GeneralName). */
const DNS_NAME = 2 as const;
const IP_ADDRESS = 7 as const;

const common = ({ from, to }: Validity) => ({
  keySize: 2048,
  algorithm: "sha256",
  notBeforeDate: new Date(from),
  notAfterDate: new Date(to),
});

/**
 * Makes a certificate authority. A process may trust several: their names must differ, else OpenSSL
 * chooses the wrong one.
 */
export async function createAuthority(name: string, validity: Validity): Promise<Certificate> {
  const made = await generate([{ name: "commonName", value: name }], {
    ...common(validity),
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { cert: made.cert, key: made.private };
}

/** Makes the certificate of a server with these names; IPv4 addresses are told by their form. */
export async function createServerCertificate(
  hosts: readonly [string, ...string[]],
  authority: Certificate,
  validity: Validity,
): Promise<Certificate> {
  const made = await generate([{ name: "commonName", value: hosts[0] }], {
    ...common(validity),
    ca: authority,
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames: hosts.map(alternativeName) },
    ],
  });
  return { cert: made.cert, key: made.private };
}

const alternativeName = (host: string) =>
  /^[\d.]+$/.test(host) ? { type: IP_ADDRESS, ip: host } : { type: DNS_NAME, value: host };
