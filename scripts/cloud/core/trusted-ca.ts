import * as tls from "node:tls";

const trusted = new Set<string>();

/** Makes this process trust a world's CA besides the usual ones: in fetch, https and every SDK. */
export function trustCa(ca: string): void {
  if (trusted.has(ca)) return;
  trusted.add(ca);
  tls.setDefaultCACertificates([...tls.getCACertificates("default"), ca]);
}
