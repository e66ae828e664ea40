import { own } from "../../../infra/json-object";
import { randomBytes } from "node:crypto";
import { LabError, messageOf } from "../../../infra/errors";
import {
  InitFailed,
  UNKNOWN,
  type Diff,
  type LiveState,
  type Plugin,
  type Props,
  type Provider,
} from "../../engine/plugin";
import type { ProviderContext } from "../context";
import { changedNames } from "../values";
import { DatabricksClient, type CurrentUser } from "./client";
import { clusterPolicy } from "./cluster-policy";
import { cluster } from "./cluster";
import { ignoreNotFound } from "./errors";
import type { ResourceHandler } from "./resource-handler";
import { permissions } from "./permissions";
import { secret, secretAcl, secretScope } from "./secrets";
import { user } from "./user";
import { directory, notebook, workspaceFile } from "./workspace-objects";

/*
 * @parity
 * - databricks: over twelve operations of a lab (create, nothing to do, preview, refresh, seven
 *   kinds of change, destroy) the same methods, paths and bodies as the real provider sends (1.110.0
 *   by the name it was started with, built from the sources of v1.106 and Terraform provider 1.128,
 *   under CLI 3.260, on 2026-11-28) — recorded
 * - databricks: what `test/lifecycle` asks of the CLI (out-of-band deletions, rotated keys, replaced
 *   and unreachable workspaces, seats, `restore`) holds with the real provider, too — recorded
 */

const HANDLERS: Record<string, ResourceHandler> = {
  "databricks:index/cluster:Cluster": cluster,
  "databricks:index/clusterPolicy:ClusterPolicy": clusterPolicy,
  "databricks:index/directory:Directory": directory,
  "databricks:index/notebook:Notebook": notebook,
  "databricks:index/permissions:Permissions": permissions,
  "databricks:index/secret:Secret": secret,
  "databricks:index/secretAcl:SecretAcl": secretAcl,
  "databricks:index/secretScope:SecretScope": secretScope,
  "databricks:index/user:User": user,
  "databricks:index/workspaceFile:WorkspaceFile": workspaceFile,
};

/** Tokens of all types with a handler. */
export const databricksTokens = (): string[] => Object.keys(HANDLERS);

/** The handler of a type. @throws LabError `unsupported` for a type without one */
function handlerOf(type: string): ResourceHandler {
  const handler = own(HANDLERS, type);
  if (handler) return handler;
  throw new LabError("unsupported", `the local cloud does not manage resources of type ${type}`, {
    where: type,
    cure: "deploy this program with the real Pulumi CLI to Azure, or leave the resource out of a rehearsal",
  });
}

/**
 * Creates the stand-in for the plugin of @pulumi/databricks 1.110.0. Its first request is that of
 * the first operation.
 */
export const databricks = (context: ProviderContext): Plugin => ({
  version: "1.110.0",
  configure: ({ config }) => provider(() => new DatabricksClient(config, context), context.folder),
});

function provider(connect: () => DatabricksClient, folder: string): Provider {
  let connected: DatabricksClient | undefined;
  /** Everything begins by finding out which workspace this is. */
  const client = async (): Promise<DatabricksClient> => {
    connected ??= connect();
    await connected.workspaceId();
    return connected;
  };
  const withWorkspaceId = async (c: DatabricksClient, outputs: Props): Promise<Props> => ({
    ...outputs,
    providerConfig: { workspaceId: await c.workspaceId() },
  });
  return {
    check: ({ type, name, olds, news }) => {
      const handler = handlerOf(type);
      const inputs = withName(handler, name, olds, news);
      return Promise.resolve(handler.check?.(inputs, folder) ?? { inputs });
    },
    diff: async ({ type, oldInputs, news }) => {
      await client();
      return diffInputs(handlerOf(type), oldInputs, news);
    },
    create: async ({ type, inputs, preview, timeout }) => {
      const handler = handlerOf(type);
      if (preview) return { id: "", outputs: previewOf(handler, inputs) };
      const c = await client();
      const create = handler.create(c, inputs, { timeout });
      const live = await named(`cannot create ${handler.noun}`, create);
      return { ...live, outputs: await withWorkspaceId(c, live.outputs) };
    },
    read: async ({ type, id, inputs, outputs }): Promise<LiveState | undefined> => {
      const handler = handlerOf(type);
      const c = await client();
      const live = await named(`cannot read ${handler.noun}`, handler.read(c, id, inputs, outputs));
      return live && { ...live, outputs: await withWorkspaceId(c, live.outputs) };
    },
    update: async ({ type, preview, id, olds, oldInputs, news }) => {
      const handler = handlerOf(type);
      if (preview || !handler.update) return { outputs: { ...olds, ...news } };
      const c = await client();
      const update = handler.update(c, { id, olds, oldInputs, news });
      const updated = await named(`cannot update ${handler.noun}`, update);
      return { outputs: await withWorkspaceId(c, updated) };
    },
    delete: async ({ type, id, inputs }) => {
      const handler = handlerOf(type);
      await named(`cannot delete ${handler.noun}`, handler.delete(await client(), id, inputs));
    },
    identify: async ({ type, inputs }) => {
      const handler = handlerOf(type);
      if (!handler.identify) return undefined;
      return ignoreNotFound(Promise.resolve(handler.identify(await client(), inputs)));
    },
    invoke: async ({ token }) => {
      if (token !== "databricks:index/getCurrentUser:getCurrentUser")
        throw new LabError("unsupported", `the local cloud does not answer the function ${token}`, {
          where: token,
        });
      const c = await client();
      const user = currentUserOutputs(await c.currentUser({}), c.host);
      return { result: await withWorkspaceId(c, user) };
    },
  };
}

/** Adds what failed to the message of an error; InitFailed and LabError have it already. */
async function named<T>(what: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof InitFailed || error instanceof LabError) throw error;
    throw new Error(`${what}: ${messageOf(error)}`, { cause: error });
  }
}

/** Inputs with a generated name, where the type has names and the program gives none. */
function withName(
  { nameInput }: ResourceHandler,
  logicalName: string,
  olds: Props,
  news: Props,
): Props {
  if (nameInput === undefined || news[nameInput] !== undefined) return news;
  const generated = `${logicalName}-${randomBytes(4).toString("hex").slice(0, 7)}`;
  return { ...news, [nameInput]: olds[nameInput] ?? generated };
}

function diffInputs(handler: ResourceHandler, oldInputs: Props, news: Props): Diff {
  const { forceNew, nameInput } = handler;
  const equal = (name: string): boolean => handler.equal?.(name, oldInputs, news) ?? false;
  const changed = changedNames(oldInputs, news, equal);
  const replaces = changed.filter((name) => forceNew.includes(name));
  const sameName = nameInput !== undefined && !changed.includes(nameInput);
  return {
    changes: changed.length > 0,
    changed,
    replaces,
    deleteBeforeReplace: replaces.length > 0 && sameName,
  };
}

const previewOf = (handler: ResourceHandler, inputs: Props): Props => ({
  ...Object.fromEntries([...handler.computed, "providerConfig"].map((name) => [name, UNKNOWN])),
  ...inputs,
});

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the real function makes of Me's answer. */
const currentUserOutputs = (user: CurrentUser, host: string): Props => ({
  id: user.id,
  userName: user.userName,
  home: `/Users/${user.userName}`,
  repos: `/Repos/${user.userName}`,
  alphanumeric: (user.userName.split("@")[0] ?? "").toLowerCase().replace(/[^a-z0-9]/g, "_"),
  aclPrincipalId: `${GUID.test(user.userName) ? "servicePrincipals" : "users"}/${user.userName}`,
  externalId: user.externalId ?? "",
  workspaceUrl: host,
});
