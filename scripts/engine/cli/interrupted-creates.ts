/**
 * Whether an interrupted create happened, and under which id. The CLI leaves that to the user: even what is handed to its
 * `refresh --import-pending-creates` only changes the operation's name to "importing" in the state (3.260,
 * pkg/cmd/pulumi/operations/refresh.go), and the refresh drops it without a look.
 */
import type { Session } from "../../../infra/azure/session";
import { LabError, messageOf } from "../../../infra/errors";
import { requestWorkspace, clustersNamed } from "../../../infra/azure/workspace-api";
import type { Resource } from "../state/resource";
import { packageOf } from "../state/urn";
import { resourceTypeOf } from "../../../infra/azure/resource-types";
import { armIdOf, existsWhenIdle } from "./arm-resources";
import type { WorkspaceRef } from "./gone-workspaces";

export type Verdict =
  /** It stands. */
  | { id: string }
  /** It does not, or another create does no harm. */
  | "again"
  /** Nobody here can tell. */
  | "unknown";

/** Where to look. */
export interface LookupContext {
  session: Session;
  subscriptionId: string | undefined;
  /** The workspace that it belongs to, for what lives in one. */
  workspace: WorkspaceRef | undefined;
}

const databricks = (name: string): string =>
  `databricks:index/${name}:${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** Made by calls that a second one only repeats: put, mkdirs, import over what is there, a user taken over (`force`). */
const REPEATABLE = [
  "directory",
  "notebook",
  "workspaceFile",
  "secret",
  "secretAcl",
  "permissions",
  "user",
].map(databricks);

type Get = (path: string) => Promise<unknown>;

/** Ids of the service's own, found by name. */
const FINDERS: Record<
  string,
  (get: Get, inputs: Resource["inputs"] & object) => Promise<string | undefined>
> = {
  [databricks("cluster")]: async (get, { clusterName: name }) =>
    typeof name === "string" ? (await clustersNamed(get, name))[0]?.cluster_id : undefined,
  [databricks("secretScope")]: async (get, { name }) => {
    const { scopes = [] } = (await get("/api/2.0/secrets/scopes/list")) as {
      scopes?: { name: string }[];
    };
    return scopes.find((scope) => scope.name === name)?.name;
  },
  [databricks("clusterPolicy")]: async (get, { name }) => {
    const { policies = [] } = (await get("/api/2.0/policies/clusters/list")) as {
      policies?: { name: string; policy_id: string }[];
    };
    return policies.find((policy) => policy.name === name)?.policy_id;
  },
};

/** @throws LabError `cloud` when the cloud cannot be asked | `sign-in` */
export async function readVerdict(
  { type, inputs = {} }: Resource,
  context: LookupContext,
): Promise<Verdict> {
  // The lab's own dynamic resources do nothing when they are made, or what can be done twice.
  if (REPEATABLE.includes(type) || packageOf(type) === "pulumi-nodejs") return "again";
  const kind = resourceTypeOf(type);
  if (kind) {
    const id = armIdOf(kind, { ...inputs, subscriptionId: context.subscriptionId ?? null });
    if (id === undefined) return "unknown";
    return (await existsWhenIdle(context.session, id, kind.apiVersion)) ? { id } : "again";
  }
  const find = FINDERS[type];
  if (!find || !context.workspace) return "unknown";
  const id = await find(getIn(context.session, context.workspace), inputs);
  return id === undefined ? "again" : { id };
}

const getIn = (session: Session, { id, host }: WorkspaceRef): Get => {
  return async (path) => {
    const answer = await requestWorkspace(session, { resourceId: id, host }, "GET", path).catch(
      (cause: unknown) => {
        if (cause instanceof LabError) throw cause;
        throw new LabError("cloud", `${host} did not answer: ${messageOf(cause)}`, {
          where: host,
          cause,
        });
      },
    );
    if (answer.ok) return (await answer.json()) as unknown;
    throw new LabError("cloud", `${host} answered ${path} with HTTP ${answer.status}`, {
      where: host,
    });
  };
};
