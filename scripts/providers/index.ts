import { readFileSync } from "node:fs";
import type { Plugins } from "../engine/plugin";
import type { CloudConnection } from "../cloud/connection";
import { trustCa } from "../cloud/core/tls";
import { azureNative } from "./azure-native/plugin";
import type { ProviderContext } from "./context";
import { databricks } from "./databricks/plugin";
import { sender } from "./http";
import { createPauses, realSleep, type Sleep } from "./pauses";
import { SignIn } from "./sign-in";

export interface ProvidersOptions {
  connection: CloudConnection;
  /** The project's, in which the CLI would start them: paths in inputs begin there. Default: the working folder. */
  folder?: string;
  /** Tests put a recorder here. Calls to the cloud's clock do not pass through it: they are no part of a provider. */
  fetch?: typeof fetch;
  /** Real seconds per second that the real providers would wait. Default 0.01. */
  pace?: number;
  /** Default: really sleeps. */
  sleep?: Sleep;
}

const DEFAULT_PACE = 0.01;

/**
 * In-process stand-ins for the two Pulumi providers of the lab. They speak HTTPS to the local cloud as the real ones do
 * (verbs, order, bodies, retries, and the real ones' traps), so that what works here works on Azure for the same reason.
 */
export function providers(options: ProvidersOptions): Plugins {
  const { connection } = options;
  trustCa(readFileSync(connection.caFile, "utf8"));
  const send = sender(options.fetch ?? fetch);
  const pauses = createPauses(
    connection.control,
    sender(fetch),
    options.pace ?? DEFAULT_PACE,
    options.sleep ?? realSleep,
  );
  const folder = options.folder ?? process.cwd();
  const context: ProviderContext = { connection, folder, send, pauses, signIn: new SignIn() };
  return { "azure-native": azureNative(context), databricks: databricks(context) };
}
