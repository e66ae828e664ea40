import { readFileSync } from "node:fs";
import type { Plugins } from "../engine/plugin";
import type { CloudConnection } from "../cloud/connection";
import { trustCa } from "../cloud/core/trusted-ca";
import { azureNative } from "./azure-native/plugin";
import type { ProviderContext } from "./context";
import { databricks } from "./databricks/plugin";
import { send, type Send } from "./http";
import { createPauses, realSleep, type Sleep } from "./pauses";
import { SignIn } from "./sign-in";

/** What the stand-ins connect to, and how fast. */
export interface ProvidersOptions {
  connection: CloudConnection;
  /** The project's folder, where relative paths in inputs start. Default: the working folder. */
  folder?: string;
  /** Sends the requests of the providers, but not those to the cloud's clock. Tests record here. */
  send?: Send;
  /** Real seconds per second of a real provider's wait. Default 0.01. */
  pace?: number;
  /** Default: really sleeps. */
  sleep?: Sleep;
}

const DEFAULT_PACE = 0.01;

/**
 * Creates in-process stand-ins for the two Pulumi providers of the lab. They send the same HTTPS
 * requests to the local cloud as the real ones to Azure (verbs, order, bodies, retries, known
 * faults), so that a program behaves alike on both.
 */
export function providers(options: ProvidersOptions): Plugins {
  const { connection } = options;
  trustCa(readFileSync(connection.caFile, "utf8"));
  const pauses = createPauses(
    connection,
    send,
    options.pace ?? DEFAULT_PACE,
    options.sleep ?? realSleep,
  );
  const folder = options.folder ?? process.cwd();
  const signIn = new SignIn();
  const context: ProviderContext = {
    connection,
    folder,
    send: options.send ?? send,
    pauses,
    signIn,
  };
  return { "azure-native": azureNative(context), databricks: databricks(context) };
}
