import * as path from "node:path";
import * as tls from "node:tls";
import { LabError } from "../../../infra/errors";
import { replaceFileSync } from "../../base/atomic-file";
import { ensurePrivateFolder } from "../../base/private-folder";
import type { Recorder } from "../../trial";

/** Variables by which a user's programs reach a proxy: a recorder cannot stand behind one. */
const PROXIES = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/**
 * @throws LabError `usage` where calls go through a proxy already, and on Azure where the providers
 * take no certificate from the environment: Go does so on Linux alone
 */
export function refuseUnrecorded(
  env: NodeJS.ProcessEnv,
  isLocal: boolean,
  platform: NodeJS.Platform = process.platform,
): void {
  if (!isLocal && platform !== "linux")
    throw new LabError("usage", "a trial on Azure can record the providers on Linux only", {
      where: platform,
      cure: "run it on Linux, such as in the development container or the Azure Cloud Shell",
    });
  const set = PROXIES.find((name) => env[name]);
  if (set === undefined) return;
  throw new LabError("usage", "a trial records as a proxy, and cannot stand behind another one", {
    where: set,
    cure: `unset ${set}, and run the trial where Azure is reached directly`,
  });
}

/**
 * The variables with which a command of the lab and every program that it starts go through the
 * recorder, and trust it beside what they trusted before.
 * @param folder gets the certificates; their keys stay in the recorder's process
 */
export function recordedEnvironment(
  env: NodeJS.ProcessEnv,
  { url, ca }: Recorder,
  folder: string,
): NodeJS.ProcessEnv {
  ensurePrivateFolder(folder);
  const bundle = path.join(folder, "trusted.pem");
  replaceFileSync(bundle, [...tls.getCACertificates("default"), ca].join("\n"));
  return {
    ...env,
    // In capitals alone: gRPC, which speaks to this machine's own engine, reads the small ones.
    HTTPS_PROXY: url,
    // In both: who finds the first empty reads the second. gRPC has its own, for a proxy of plain HTTP.
    NO_PROXY: "",
    no_proxy: "",
    no_grpc_proxy: "127.0.0.1,localhost",
    NODE_USE_ENV_PROXY: "1",
    NODE_EXTRA_CA_CERTS: bundle,
    SSL_CERT_FILE: bundle,
    REQUESTS_CA_BUNDLE: bundle,
  };
}
