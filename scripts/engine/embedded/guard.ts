/** The embedded engine works on the local cloud only. Stacks of a real cloud are refused. */
import { isIP } from "node:net";
import { LabError } from "../../../infra/errors";
import { isPropertyMap, type Value } from "../plugin";
import { MANIFEST_VERSION } from "../state/checkpoint";
import type { Snapshot } from "../state/resource";
import { isProviderType } from "../state/urn";
import { isSecret } from "../state/wire";

/** Property names of addresses in the vendors' providers: `endpoint`, `workspaceUrl`, `blobUri`. */
const NAMES_ADDRESS = /(endpoints?|url|uri|host)$/i;

const withoutBrackets = (host: string): string => host.replace(/^\[|\]$/g, "");

/** Whether a URL (or `host:port` without a scheme) is on the loopback interface. */
export function isLoopback(address: string): boolean {
  const url = URL.parse(address.includes("://") ? address : `https://${address}`);
  if (!url) return false;
  const host = withoutBrackets(url.hostname);
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** Every address in a property map, secret or not. */
export function addressesIn(v: Value | undefined, named = false): string[] {
  if (typeof v === "string") return named && v !== "" ? [v] : [];
  if (Array.isArray(v)) return v.flatMap((item) => addressesIn(item, named));
  if (isSecret(v)) return addressesIn(v.value, named);
  if (!isPropertyMap(v)) return [];
  return Object.entries(v).flatMap(([key, child]) =>
    addressesIn(child, named || NAMES_ADDRESS.test(key)),
  );
}

/** @throws LabError `foreign-stack` when an address is not on the loopback interface */
export function assertLocal(addresses: readonly string[], where: string): void {
  const foreign = addresses.find((address) => !isLoopback(address));
  if (foreign === undefined) return;
  throw new LabError(
    "foreign-stack",
    `the embedded engine works on the local cloud only, but this is ${foreign}`,
    {
      where,
      cure: "use `pulumi up`, or the commands with `--engine pulumi`, for a real cloud",
    },
  );
}

/** Every address in the managed resources and providers of a state. */
function addressesOf({ resources, pending }: Snapshot): string[] {
  const managed = [...resources, ...pending.map((o) => o.resource)].filter((r) => r.custom);
  return managed.flatMap(({ type, inputs, outputs }) => {
    if (!isProviderType(type)) return addressesIn(outputs);
    return [...addressesIn(inputs), ...addressesIn(outputs)];
  });
}

/**
 * Accepts a state that the CLI wrote only if it was deployed to the local cloud: its managed resources
 * and providers have at least one address, and every address is on the loopback interface.
 * @throws LabError `foreign-stack`
 */
export function assertLocallyDeployed(
  writer: string | undefined,
  snapshot: Snapshot,
  file: string,
): void {
  if (writer === undefined || writer === MANIFEST_VERSION || snapshot.resources.length === 0)
    return;
  const addresses = addressesOf(snapshot);
  const foreign = addresses.find((address) => !isLoopback(address));
  if (foreign === undefined && addresses.length > 0) return;
  const reason =
    foreign === undefined ? "nothing in it shows that it is local" : `it lives at ${foreign}`;
  throw new LabError("foreign-stack", `the stack was deployed by Pulumi ${writer}, and ${reason}`, {
    where: file,
    cure: "use `pulumi`, or the commands with `--engine pulumi`, for this stack; or choose another stack name",
  });
}

/**
 * Outputs of a stack on a real cloud must not reach a local stack, which would store and try its keys.
 * A stack without any address may be read.
 * @throws LabError `foreign-stack`
 */
export function assertLocalSource(
  writer: string | undefined,
  snapshot: Snapshot,
  file: string,
): void {
  if (writer === MANIFEST_VERSION) return;
  const foreign = addressesOf(snapshot).find((address) => !isLoopback(address));
  if (foreign === undefined) return;
  throw new LabError("foreign-stack", `a local stack refers to one that lives at ${foreign}`, {
    where: file,
    cure: "deploy the other stack to the local cloud, too, or use `--engine pulumi` for both",
  });
}
