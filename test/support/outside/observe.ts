/** What a command said and did about each resource type of a stack, in one word. */
import { existsSync, readFileSync } from "node:fs";
import { LabError } from "../../../infra/errors";
import { azureStore, type AzureStore } from "../../../scripts/cloud/azure/store";
import type { World } from "../../../scripts/cloud/core/world";
import { workspaceStore, type WorkspaceStore } from "../../../scripts/cloud/databricks/store";
import type { StateEntry } from "../engine/harness";
import type { Ended } from "../../../bench/local-stacks";

/** How many resources of a type exist, of those that the stack had at first. */
type Share = "all" | "some" | "none";

/** A stack as it was when it was up. */
export interface Base {
  stateFile: string;
  /** Its resources by type. */
  byType: Map<string, StateEntry[]>;
}

/** What exists of one type, and what the state records. */
export interface Presence {
  cloud: Share;
  state: Share;
}

/** The resources of a state file, also those of interrupted creates; none without a file. */
export function entriesIn(stateFile: string): StateEntry[] {
  if (!existsSync(stateFile)) return [];
  const { checkpoint } = JSON.parse(readFileSync(stateFile, "utf8")) as {
    checkpoint: { latest: { resources?: StateEntry[] } | null };
  };
  return checkpoint.latest?.resources ?? [];
}

/** The types of a stack's resources, without components, providers and references. */
export const isResource = ({ type }: Pick<StateEntry, "type">): boolean =>
  /^(azure-native|databricks|pulumi-nodejs):/.test(type);

/** Looks at a stack's resources, in the world's own store and in its state file. */
export function presencesOf(world: World, { stateFile, byType }: Base): Map<string, Presence> {
  const recorded = entriesIn(stateFile);
  const isThere = existence(world, byType);
  return new Map(
    [...byType].map(([type, entries]) => {
      const state = shareOf(entries, ({ urn }) => recorded.some((one) => one.urn === urn));
      // Most dynamic resources are in no cloud.
      const cloud = isInCloud(type) ? shareOf(entries, isThere) : state;
      return [type, { cloud, state }];
    }),
  );
}

const isInCloud = (type: string): boolean =>
  !type.startsWith("pulumi-nodejs:") || type.endsWith(":Clone");

function shareOf<T>(all: readonly T[], test: (one: T) => boolean): Share {
  const count = all.filter(test).length;
  if (count === 0) return "none";
  return count === all.length ? "all" : "some";
}

const ARM_TABLES = [
  ...["groups", "accounts", "deployments", "workspaces", "roleAssignments", "locks"],
  ...["budgets", "diagnosticSettings", "logWorkspaces"],
] as (keyof AzureStore)[];

/** Whether a resource exists, by its id, or by its name where every creation gives another id. */
function existence(world: World, byType: Base["byType"]): (entry: StateEntry) => boolean {
  const azure = azureStore(world);
  const ids = new Set<string>();
  for (const table of ARM_TABLES)
    for (const { id } of (azure[table] as AzureStore["groups"]).values()) ids.add(id.toLowerCase());
  const workspaceId = workspaceIdOf(byType);
  const workspace = azure.workspaces.values().find(({ id }) => id.toLowerCase() === workspaceId);
  const content = workspace && workspaceStore(world.store, workspace.workspaceId);
  return ({ type, id = "", inputs = {} }) => {
    if (type.startsWith("azure-native:")) return ids.has(id.toLowerCase());
    if (!content) return false;
    const { clusters, policies, objects, scopes, secrets, members, grants } = content;
    const [scope = "", name = ""] = id.split("|||");
    switch (type.split(":").at(-1)) {
      case "Cluster":
        return clusters.values().some(({ spec }) => spec.cluster_name === inputs["clusterName"]);
      case "ClusterPolicy":
        return policies.values().some((policy) => policy.name === inputs["name"]);
      case "SecretScope":
        return scopes.get(id) !== undefined;
      case "Secret":
        return secrets.get(`${scope}:${name}`) !== undefined;
      case "SecretAcl":
        return scopes.get(scope)?.acls[name] !== undefined;
      case "User":
        return members.values().some(({ userName }) => userName === inputs["userName"]);
      case "Permissions":
        return grants
          .entries()
          .some(([key, list]) => key === subjectOf(inputs, content) && list.some(isStudents));
      default:
        return objects.get(id) !== undefined;
    }
  };
}

/** The key of the grants on a cluster or a folder, whose id is another after every creation. */
function subjectOf({ directoryPath }: object & Record<string, unknown>, content: WorkspaceStore) {
  const { clusters, objects } = content;
  if (typeof directoryPath !== "string") return `clusters/${clusters.values()[0]?.cluster_id}`;
  return `directories/${objects.get(directoryPath)?.object_id}`;
}

const isStudents = ({ principal }: { principal: string }): boolean => principal.includes("student");

/** ARM id of the workspace that a stack's cluster is in, in lower case. */
export function workspaceIdOf(byType: Base["byType"]): string {
  const own = byType.get("azure-native:databricks:Workspace")?.[0]?.id;
  const removal = [...byType.values()].flat().find(({ type }) => type.endsWith(":Removal"));
  return String(own ?? removal?.inputs?.["resourceId"]).toLowerCase();
}

/** What a command did to a type, in one word. */
export function effectOf(before: Presence, after: Presence, { error }: Ended): string {
  if (before.cloud === after.cloud && error instanceof LabError) return "refused";
  const change = `${before.cloud} ${after.cloud} ${before.state} ${after.state}`;
  return EFFECTS[change] ?? change;
}

/** By presence in the cloud before and after, and in the state before and after. */
const EFFECTS: Record<string, string> = {
  "none all none all": "created",
  "none all all all": "created",
  "all all none all": "adopted",
  "all all all all": "kept",
  "all all none none": "left",
  "all none none none": "deleted",
  "all none all none": "deleted",
  "none none none none": "absent",
  "none none all none": "forgotten",
  "none none all all": "stale",
};

/** The proof's and the doctor's word for a type; undefined for what is inside something else. */
const KINDS: Record<string, string> = {
  ResourceGroup: "resource group",
  Account: "account",
  Deployment: "deployment",
  RoleAssignment: "role assignment",
  ManagementLockAtResourceGroupLevel: "lock",
  Budget: "budget",
  DiagnosticSetting: "diagnostic setting",
  Cluster: "cluster",
  ClusterPolicy: "cluster policy",
  SecretScope: "secret scope",
  Directory: "folder",
};

const kindOf = (type: string): string | undefined => {
  if (type === "azure-native:databricks:Workspace") return "workspace";
  if (type === "azure-native:operationalinsights:Workspace") return "log workspace";
  return KINDS[type.split(":").at(-1)!];
};

/** Whether the doctor names a resource of a type among what would be refused. */
export function namedByDoctor(type: string, { document }: Ended): string {
  const { findings } = document as {
    findings: { status: string; code?: string; message: string }[];
  };
  if (findings.some(({ code }) => code === "foreign-stack")) return "elsewhere";
  const kind = kindOf(type);
  const messages = findings.filter(({ status }) => status !== "ok").map(({ message }) => message);
  const names = new RegExp(`(^|[:,] |soft-deleted |managed |the )${kind} `);
  return kind !== undefined && messages.some((one) => names.test(one)) ? "named" : "silent";
}

/** The proof's row of a type. */
export function rowInProof(type: string, { document }: Ended): string {
  const { looked } = document as { looked: { kind: string; state: string }[] };
  const states = looked.filter(({ kind }) => kind === kindOf(type)).map(({ state }) => state);
  if (states.length === 0) return "inside";
  return ["left", "unknown"].find((state) => states.includes(state)) ?? "gone";
}
