import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import * as tls from "node:tls";
import { expect, test } from "vitest";
import { writeCaBundle } from "../../../../scripts/commands/cloud/clients/ca-bundle";
import { temporaryFolder } from "../../../support/folder";

test("the bundle has the authorities of Node, of the system, and the cloud's own, each once", () => {
  const folder = temporaryFolder();
  const own = path.join(folder, "cloud-ca.pem");
  const [one = ""] = tls.getCACertificates("bundled");
  writeFileSync(own, `${one}\n`);
  const bundle = readFileSync(writeCaBundle(folder, own), "utf8");
  const found = bundle.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  expect(new Set(found).size).toBe(found.length);
  for (const kind of ["bundled", "system"] as const)
    expect(found).toEqual(
      expect.arrayContaining(tls.getCACertificates(kind).map((pem) => pem.trim())),
    );
  expect(found).toContain(one.trim());
});
