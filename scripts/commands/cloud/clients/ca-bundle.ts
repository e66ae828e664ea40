import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as tls from "node:tls";
import { replaceFileSync } from "../../../base/atomic-file";

/**
 * Writes the certificate authorities that clients trust while they use a local cloud: those of this
 * system, those that Node brings (Mozilla's list, as Python's certifi), and the cloud's own. With the
 * last one alone a client would refuse every other site, such as a package registry.
 * @param caFile PEM file of the cloud's own authority
 * @returns the file's path
 */
export function writeCaBundle(folder: string, caFile: string): string {
  const texts = [
    ...tls.getCACertificates("system"),
    ...tls.getCACertificates("bundled"),
    readFileSync(caFile, "utf8"),
  ];
  const authorities = new Set(texts.map((pem) => pem.trim()));
  const file = path.join(folder, "cloud-ca-bundle.pem");
  replaceFileSync(file, `${[...authorities].join("\n")}\n`);
  return file;
}
