import { X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { Store } from "../../../scripts/cloud/core/store";
import { type Certificates, loadOrCreateCertificates } from "../../../scripts/cloud/core/tls";

const DAY = 24 * 3600 * 1000;
const MADE = Date.parse("2026-11-23");
const made = loadOrCreateCertificates(new Store(), MADE);

/** Whether both certificates count on a day, and the host's is the authority's. */
function holdsOn({ ca, cert }: Certificates, today: number): boolean {
  const [authority, host] = [ca, cert].map((pem) => new X509Certificate(pem));
  return (
    host!.verify(authority!.publicKey) &&
    [authority!, host!].every(
      ({ validFrom, validTo }) => Date.parse(validFrom) <= today && today < Date.parse(validTo),
    )
  );
}

test.each([
  ["the next day", 1, true],
  ["after two years", 790, true],
  ["a month before they end", 800, false],
  ["ten years later", 3650, false],
  ["on a clock set back by two hours", -2 / 24, true],
  ["on a clock set back by a month", -30, false],
])("a world's certificates hold %s, and are kept where they do", async (_, days, kept) => {
  const store = new Store();
  store.collection<Certificates>("tls").put("certificates", await made);
  const today = MADE + days * DAY;
  const now = await loadOrCreateCertificates(store, today);
  expect(holdsOn(now, today)).toBe(true);
  expect(now.cert === (await made).cert).toBe(kept);
  expect(await loadOrCreateCertificates(store, today)).toEqual(now);
});

test("damaged certificates are made anew", async () => {
  const store = new Store();
  store.collection("tls").put("certificates", { ca: "x", cert: "y", key: "z" });
  expect(holdsOn(await loadOrCreateCertificates(store, MADE), MADE)).toBe(true);
});
