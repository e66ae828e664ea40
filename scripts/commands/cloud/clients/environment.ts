import * as path from "node:path";
import type { CloudConnection } from "../../../cloud/connection";
import { azureClients } from "../../../lib/azure/clients";
import { azureSession } from "../../../lib/azure/session";
import type { Console } from "../../../lib/shell/console";
import { cloudClock } from "../../../lib/stack/cloud-clock";
import { labHome } from "../../../lib/stack/paths";
import { requireRunningCloud } from "../running";
import { azureCliEnvironment } from "./azure-cli";
import { writeCaBundle } from "./ca-bundle";
import { accountsIn, chosen, keyOf, workspacesIn, type Target } from "./targets";
import { workspaceToken } from "./workspace-token";

/** The newest dated API version that is no preview. */
const OPENAI_API_VERSION = "2024-10-21";

/** Names that `--account` and `--workspace` give. */
export interface Choice {
  account: string | undefined;
  workspace: string | undefined;
}

/** What clients of the running local cloud need. */
export interface ClientEnvironment {
  /** Variables by name. */
  env: Record<string, string>;
  /** What is left out since there are several, in sentences. */
  ambiguous: string[];
}

/**
 * The variables with which unmodified clients use the running local cloud: pulumi, az, the SDKs of
 * Azure, OpenAI and Databricks. Those of an account and of a workspace are there when there is one, or
 * one is named.
 * @throws LabError `not-found` when no cloud runs, or none has the name
 */
export async function clientEnvironment(
  choice: Choice,
  console: Pick<Console, "env">,
): Promise<ClientEnvironment> {
  const home = labHome(console.env);
  const connection = await requireRunningCloud(home);
  const bundle = writeCaBundle(home, connection.caFile);
  const targets = await targetEnvironment(home, connection, choice);
  return {
    ambiguous: targets.ambiguous,
    env: {
      ...connection.env,
      NODE_EXTRA_CA_CERTS: bundle,
      SSL_CERT_FILE: bundle,
      REQUESTS_CA_BUNDLE: bundle,
      CURL_CA_BUNDLE: bundle,
      ...proxyException(console.env),
      ...identityEnvironment(connection),
      ...azureCliEnvironment(home, connection),
      // A file that need not exist: else the CLI would take the host of the user's own profile.
      DATABRICKS_CONFIG_FILE: path.join(home, "databrickscfg"),
      ...targets.env,
    },
  };
}

/** A proxy cannot reach this machine's own addresses. */
function proxyException(env: NodeJS.ProcessEnv): Record<string, string> {
  const isProxied = Object.keys(env).some((name) => /^(https?|all)_proxy$/i.test(name));
  if (!isProxied) return {};
  const all = [env.NO_PROXY ?? env.no_proxy ?? [], "127.0.0.1", "localhost"].flat().join(",");
  return { NO_PROXY: all, no_proxy: all };
}

/** What the Azure SDKs' environment credentials read. */
const identityEnvironment = (connection: CloudConnection): Record<string, string> => ({
  AZURE_TENANT_ID: connection.tenantId,
  AZURE_CLIENT_ID: connection.clientId,
  AZURE_CLIENT_SECRET: connection.clientSecret,
  AZURE_SUBSCRIPTION_ID: connection.subscriptionId,
  AZURE_AUTHORITY_HOST: connection.authority,
});

async function targetEnvironment(
  home: string,
  connection: CloudConnection,
  choice: Choice,
): Promise<ClientEnvironment> {
  const session = await azureSession(connection.env);
  const clients = azureClients(session);
  const [accounts, workspaces] = await Promise.all([accountsIn(clients), workspacesIn(clients)]);
  const account = chosen("account", accounts, choice.account);
  const workspace = chosen("workspace", workspaces, choice.workspace);
  const env: Record<string, string> = {};
  if (account) {
    env.AZURE_OPENAI_ENDPOINT = account.url;
    if (account.hasKeys) env.AZURE_OPENAI_API_KEY = await keyOf(clients, account);
    env.OPENAI_API_VERSION = OPENAI_API_VERSION;
  }
  if (workspace) {
    env.DATABRICKS_HOST = workspace.url;
    env.DATABRICKS_TOKEN = await workspaceToken(
      home,
      session,
      await cloudClock(connection),
      workspace,
    );
    // Beside ARM_*, which are a sign-in too, the SDKs refuse to choose.
    env.DATABRICKS_AUTH_TYPE = "pat";
  }
  const ambiguous = [
    ...severalOf("account", "AZURE_OPENAI_*", accounts, account),
    ...severalOf("workspace", "DATABRICKS_*", workspaces, workspace),
  ];
  return { env, ambiguous };
}

const severalOf = (
  flag: string,
  variables: string,
  all: readonly Target[],
  one: Target | undefined,
): string[] =>
  all.length === 0 || one
    ? []
    : [
        `${variables} are left out: there are several (${all.map(({ name }) => name).join(", ")}). Choose with --${flag} NAME`,
      ];
