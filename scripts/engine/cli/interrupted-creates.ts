/**
 * Finds out whether an interrupted create happened, and under which id. The CLI leaves that to the
 * user: `refresh --import-pending-creates` only renames the pending operation to "importing" (3.260,
 * pkg/cmd/pulumi/operations/refresh.go), and the refresh then drops it without a read.
 */
import { own } from "../../../infra/json-object";
import { readJsonAnswer } from "../../../infra/azure/json-answer";
import { isGone } from "../../../infra/azure/gone";
import {
  type Assignment,
  assignmentIn,
  assignmentsPath,
  ROLE_ASSIGNMENT,
} from "../../../infra/azure/role-assignments";
import { describeFailure, type Session } from "../../../infra/azure/session";
import { LabError, messageOf } from "../../../infra/errors";
import { requestWorkspace, clustersNamed } from "../../../infra/azure/workspace-api";
import type { Resource } from "../state/resource";
import { packageOf } from "../state/urn";
import { resourceTypeOf } from "../../../infra/azure/resource-types";
import { armIdOf, armResourceWhenIdle } from "./arm-resources";
import type { WorkspaceRef } from "../gone-workspaces";

/** What is known about an interrupted create. */
export type Verdict =
  /** The resource exists. */
  | { id: string }
  /** It does not exist, or a second create does no harm. */
  | "again"
  /** Cannot be found out. */
  | "unknown";

/** Where the resource would be. */
export interface LookupContext {
  session: Session;
  subscriptionId: string | undefined;
  /** The workspace that it belongs to, if any. */
  workspace: WorkspaceRef | undefined;
}

const databricks = (name: string): string =>
  `databricks:index/${name}:${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** Idempotent creates: put, import with overwrite, and a user with `force`. */
const REPEATABLE = ["notebook", "workspaceFile", "secret", "secretAcl", "permissions", "user"].map(
  databricks,
);

/** What a workspace answers; an object without fields where it says that there is nothing. */
type Get = (path: string) => Promise<unknown>;

/** Find a resource by name, for types whose id the service makes. */
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
  // It could be made again, but one that no state records is in the way of a seat.
  [databricks("directory")]: async (get, { path }) => {
    if (typeof path !== "string") return undefined;
    const status = `/api/2.0/workspace/get-status?path=${encodeURIComponent(path)}`;
    const { object_type: type } = (await get(status)) as { object_type?: string };
    return type === "DIRECTORY" ? path : undefined;
  },
  [databricks("clusterPolicy")]: async (get, { name }) => {
    const { policies = [] } = (await get("/api/2.0/policies/clusters/list")) as {
      policies?: { name: string; policy_id: string }[];
    };
    return policies.find((policy) => policy.name === name)?.policy_id;
  },
};

/** Reads the cloud for the result of an interrupted create. @throws LabError `cloud` | `sign-in` */
export async function readVerdict(
  { type, inputs = {} }: Resource,
  context: LookupContext,
): Promise<Verdict> {
  // The creates of the lab's dynamic resources do nothing, or are idempotent.
  if (REPEATABLE.includes(type) || packageOf(type) === "pulumi-nodejs") return "again";
  const kind = resourceTypeOf(type);
  if (kind) {
    const id = armIdOf(kind, { ...inputs, subscriptionId: context.subscriptionId ?? null });
    if (id === undefined) return "unknown";
    if (type === ROLE_ASSIGNMENT) return roleVerdict(context.session, inputs);
    if (!(await armResourceWhenIdle(context.session, id, kind.apiVersion))) return "again";
    return { id };
  }
  const find = own(FINDERS, type);
  if (!find || !context.workspace) return "unknown";
  const id = await find(getIn(context.session, context.workspace), inputs);
  return id === undefined ? "again" : { id };
}

/** Looks for the assignment by what it assigns: one that was made by hand has another name. */
async function roleVerdict(session: Session, inputs: Assignment): Promise<Verdict> {
  const url = `${session.resourceManager}${assignmentsPath(inputs)}`;
  const answer = await session.requestWithRetry("GET", url);
  if (await isGone(answer)) return "again";
  if (!answer.ok)
    throw new LabError("cloud", `Listing roles failed: ${await describeFailure(answer)}`, {
      where: String(inputs.scope),
    });
  const id = assignmentIn(await readJsonAnswer(answer), inputs);
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
    if (answer.ok) return readJsonAnswer(answer);
    if (answer.status === 404) return {};
    throw new LabError("cloud", `${host} answered ${path} with HTTP ${answer.status}`, {
      where: host,
    });
  };
};
