import { randomBytes } from "node:crypto";
import { LabError, messageOf } from "../../../infra/errors";
import {
  InitFailed,
  UNKNOWN,
  type Diff,
  type Live,
  type Plugin,
  type Props,
  type Provider,
} from "../../engine/plugin";
import type { ProviderContext } from "../context";
import { changedNames } from "../values";
import { DatabricksClient, type Me } from "./client";
import { clusterPolicy } from "./cluster-policy";
import { cluster } from "./cluster";
import { unlessMissing } from "./errors";
import type { ResourceHandler } from "./resource-handler";
import { permissions } from "./permissions";
import { secret, secretAcl, secretScope } from "./secrets";
import { user } from "./user";
import { directory, notebook, workspaceFile } from "./workspace-objects";

const KINDS: Record<string, ResourceHandler> = {
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

/** All tokens, for tests and documents. */
export const databricksTokens = (): string[] => Object.keys(KINDS);

/** @throws LabError `unsupported`, naming the type, for every other one. */
function kindOf(type: string): ResourceHandler {
  const kind = KINDS[type];
  if (kind) return kind;
  throw new LabError("unsupported", `the local cloud does not manage resources of type ${type}`, {
    where: type,
    cure: "deploy this program with the real Pulumi CLI to Azure, or leave the resource out of a rehearsal",
  });
}

/** Stand-in for the plugin of @pulumi/databricks 1.110.0. Configuring it calls nobody: the first operation does. */
export const databricks = (surroundings: ProviderContext): Plugin => ({
  version: "1.110.0",
  configure: ({ config }) =>
    provider(() => new DatabricksClient(config, surroundings), surroundings.folder),
});

function provider(connect: () => DatabricksClient, folder: string): Provider {
  let connected: DatabricksClient | undefined;
  /** Everything begins by finding out which workspace this is. */
  const client = async (): Promise<DatabricksClient> => {
    connected ??= connect();
    await connected.workspaceId();
    return connected;
  };
  const stamped = async (c: DatabricksClient, outputs: Props): Promise<Props> => ({
    ...outputs,
    providerConfig: { workspaceId: await c.workspaceId() },
  });
  return {
    check: ({ type, name, olds, news }) => {
      const kind = kindOf(type);
      const named =
        kind.nameInput === undefined ? news : withName(kind.nameInput, name, olds, news);
      return Promise.resolve(kind.check?.(named, folder) ?? { inputs: named });
    },
    diff: async ({ type, oldInputs, news }) => {
      await client();
      return difference(kindOf(type), oldInputs, news);
    },
    create: async ({ type, inputs, preview, timeout }) => {
      const kind = kindOf(type);
      if (preview) return { id: "", outputs: previewOf(kind, inputs) };
      const c = await client();
      const create = kind.create(c, inputs, timeout === undefined ? {} : { timeout });
      const live = await named(`cannot create ${kind.noun}`, create);
      return { ...live, outputs: await stamped(c, live.outputs) };
    },
    read: async ({ type, id, inputs, outputs }): Promise<Live | undefined> => {
      const kind = kindOf(type);
      const c = await client();
      const live = await named(`cannot read ${kind.noun}`, kind.read(c, id, inputs, outputs));
      return live && { ...live, outputs: await stamped(c, live.outputs) };
    },
    update: async ({ type, preview, id, olds, oldInputs, news }) => {
      const kind = kindOf(type);
      if (preview || !kind.update) return { outputs: { ...olds, ...news } };
      const c = await client();
      const updated = await named(
        `cannot update ${kind.noun}`,
        kind.update(c, { id, olds, oldInputs, news }),
      );
      return { outputs: await stamped(c, updated) };
    },
    delete: async ({ type, id, inputs }) => {
      const kind = kindOf(type);
      await named(`cannot delete ${kind.noun}`, kind.delete(await client(), id, inputs));
    },
    identify: async ({ type, inputs }) => {
      const kind = kindOf(type);
      return kind.identify
        ? unlessMissing(Promise.resolve(kind.identify(await client(), inputs)))
        : undefined;
    },
    invoke: async ({ token }) => {
      if (token !== "databricks:index/getCurrentUser:getCurrentUser")
        throw new LabError("unsupported", `the local cloud does not answer the function ${token}`, {
          where: token,
        });
      const c = await client();
      return { result: await stamped(c, currentUser(await c.me({}), c.host)) };
    },
  };
}

/** Errors say what could not be done; those about a half-made resource do so already. */
async function named<T>(what: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof InitFailed || error instanceof LabError) throw error;
    throw new Error(`${what}: ${messageOf(error)}`, { cause: error });
  }
}

function withName(input: string, logicalName: string, olds: Props, news: Props): Props {
  if (news[input] !== undefined) return news;
  return {
    ...news,
    [input]: olds[input] ?? `${logicalName}-${randomBytes(4).toString("hex").slice(0, 7)}`,
  };
}

function difference(kind: ResourceHandler, oldInputs: Props, news: Props): Diff {
  const changed = changedNames(
    oldInputs,
    news,
    (name) => kind.equal?.(name, oldInputs, news) ?? false,
  );
  const replaces = changed.filter((name) => kind.forceNew.includes(name));
  const { nameInput } = kind;
  const sameName = nameInput !== undefined && !changed.includes(nameInput);
  return {
    changes: changed.length > 0,
    changed,
    replaces,
    deleteBeforeReplace: replaces.length > 0 && sameName,
  };
}

const previewOf = (kind: ResourceHandler, inputs: Props): Props => ({
  ...Object.fromEntries([...kind.computed, "providerConfig"].map((name) => [name, UNKNOWN])),
  ...inputs,
});

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the real function makes of Me's answer. */
const currentUser = (me: Me, host: string): Props => ({
  id: me.id,
  userName: me.userName,
  home: `/Users/${me.userName}`,
  repos: `/Repos/${me.userName}`,
  alphanumeric: (me.userName.split("@")[0] ?? "").toLowerCase().replace(/[^a-z0-9]/g, "_"),
  aclPrincipalId: `${GUID.test(me.userName) ? "servicePrincipals" : "users"}/${me.userName}`,
  externalId: me.externalId ?? "",
  workspaceUrl: host,
});
