import type { Props } from "../../engine/plugin";
import { asList, asString, inOrderOf, same } from "../values";
import type { DatabricksClient, CurrentUser } from "./client";
import { ignoreNotFound } from "./errors";
import type { ResourceHandler } from "./resource-handler";
import { fromApi, toApi } from "./names";

const API = "/api/2.0/permissions";

/** One kind of object whose permissions can be set, named by one input. */
interface PermissionTarget {
  input: string;
  /** Name in the path of a request. */
  collection: string;
  /** Name in the answers of the service: singular. */
  objectType: string;
  /** Whether the input is a workspace path, whose object id must be read. */
  byPath?: boolean;
  /** Whether the caller is added with CAN_MANAGE, so that it cannot lock itself out. */
  includesCaller?: boolean;
  levels: readonly string[];
}

const FILES = ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"];
const NOTEBOOKS = { collection: "notebooks", objectType: "notebook", levels: FILES };
const DIRECTORIES = { collection: "directories", objectType: "directory", levels: FILES };
const TARGETS: readonly PermissionTarget[] = [
  {
    input: "clusterId",
    collection: "clusters",
    objectType: "cluster",
    includesCaller: true,
    levels: ["CAN_ATTACH_TO", "CAN_RESTART", "CAN_MANAGE"],
  },
  { input: "notebookId", ...NOTEBOOKS },
  { input: "notebookPath", ...NOTEBOOKS, byPath: true },
  { input: "directoryId", ...DIRECTORIES },
  { input: "directoryPath", ...DIRECTORIES, byPath: true },
  {
    input: "workspaceFilePath",
    collection: "files",
    objectType: "file",
    byPath: true,
    levels: FILES,
  },
  {
    input: "clusterPolicyId",
    collection: "cluster-policies",
    objectType: "cluster-policy",
    levels: ["CAN_USE"],
  },
];

/**
 * Every change writes the whole list. Deletion leaves direct access to the caller alone, or to no
 * one.
 */
export const permissions: ResourceHandler = {
  noun: "permissions",
  computed: ["objectType"],
  forceNew: TARGETS.map(({ input }) => input),
  check: (news) => {
    const given = TARGETS.filter(({ input }) => news[input] !== undefined);
    if (given.length === 1) return { inputs: news };
    const reason = `exactly one of these must be set: ${TARGETS.map(({ input }) => input).join(", ")}`;
    return { inputs: news, failures: [{ property: "", reason }] };
  },
  equal: (name, olds, news) => name === "accessControls" && same(sorted(olds), sorted(news)),
  create: async (client, inputs) => {
    const target = targetOf(inputs);
    const id = await idOf(client, target, inputs);
    const caller = await writeAccess(client, target, id, inputs);
    const found = await readAccess(client, target, id, inputs, caller);
    return { id, outputs: { ...inputs, ...found } };
  },
  read: async (client, id, inputs, outputs) => {
    const target = targetOfId(id);
    const caller = await client.currentUser();
    const found = await ignoreNotFound(readAccess(client, target, id, inputs, caller));
    if (!found) return undefined;
    const { accessControls = [] } = found;
    return { id, inputs: { ...inputs, accessControls }, outputs: { ...outputs, ...found } };
  },
  update: async (client, { id, olds, news }) => {
    const target = targetOfId(id);
    const caller = await writeAccess(client, target, id, news);
    return { ...olds, ...news, ...(await readAccess(client, target, id, news, caller)) };
  },
  delete: async (client, id) => {
    const target = targetOfId(id);
    const found = await ignoreNotFound(client.get(`${API}${id}`));
    if (!found) return;
    const body: Props = {};
    if (target.includesCaller === true)
      body.access_control_list = [callerManages(await client.currentUser())];
    await ignoreNotFound(client.put(`${API}${id}`, body));
  },
  identify: async (client, inputs) => {
    const target = targetOf(inputs);
    if (asString(inputs[target.input]) === undefined) return undefined;
    return ignoreNotFound(idOf(client, target, inputs));
  },
};

const callerManages = (caller: CurrentUser): Props => ({
  user_name: caller.userName,
  permission_level: "CAN_MANAGE",
});

async function writeAccess(
  client: DatabricksClient,
  target: PermissionTarget,
  id: string,
  inputs: Props,
): Promise<CurrentUser> {
  const caller = await client.currentUser();
  const given = controlsOf(inputs);
  for (const control of given) validate(target, control, caller);
  const named = given.some((control) => isCaller(control, caller));
  const list = given.map(toApi);
  if (target.includesCaller === true && !named) list.push(callerManages(caller));
  await client.put(`${API}${id}`, { access_control_list: list });
  return caller;
}

/** @throws what the real provider refuses before it asks the service. */
function validate(target: PermissionTarget, control: Props, caller: CurrentUser): void {
  const level = asString(control.permissionLevel) ?? "";
  if (!target.levels.includes(level))
    throw new Error(`permission_level ${level} is not supported with ${target.input} objects`);
  if (asString(control.groupName)?.toLowerCase() === "admins")
    throw new Error(
      `it is not possible to modify admin permissions for ${target.objectType} resources`,
    );
  const manages = level === "CAN_MANAGE" || target.objectType === "cluster-policy";
  if (isCaller(control, caller) && !manages)
    throw new Error(
      `cannot remove management permissions for the current user for ${target.objectType}, allowed levels: CAN_MANAGE`,
    );
}

const isCaller = (control: Props, caller: CurrentUser): boolean =>
  control.userName === caller.userName || control.servicePrincipalName === caller.userName;

/** Direct permissions only, without admins, and without the caller unless the program names it. */
async function readAccess(
  client: DatabricksClient,
  target: PermissionTarget,
  id: string,
  inputs: Props,
  caller: CurrentUser,
): Promise<Props> {
  const answer = await client.get(`${API}${id}`);
  const objectType = asString(answer.object_type) ?? "";
  if (objectType !== target.objectType)
    throw new Error(`expected object type ${target.objectType}, got ${objectType}`);
  const given = controlsOf(inputs);
  const entries = asList(answer.access_control_list);
  const found = entries.flatMap((entry) => {
    const { allPermissions, displayName: _, ...who } = fromApi(entry);
    if (who.groupName === "admins") return [];
    if (isCaller(who, caller) && !given.some((control) => isCaller(control, caller))) return [];
    const direct = asList(allPermissions).filter((one) => one.inherited !== true);
    return direct.map((one): Props => ({ ...who, permissionLevel: one.permissionLevel ?? "" }));
  });
  // A set to the service: shown in the program's order, so that only a real difference is one.
  return { accessControls: inOrderOf(given, found), objectType };
}

const controlsOf = (inputs: Props): Props[] => asList(inputs.accessControls);

const sorted = (inputs: Props): string[] =>
  controlsOf(inputs)
    .map((control) => JSON.stringify(Object.entries(control).sort()))
    .sort();

function targetOf(inputs: Props): PermissionTarget {
  const target = TARGETS.find(({ input }) => inputs[input] !== undefined);
  if (!target) throw new Error("at least one type of resource identifier must be set");
  return target;
}

function targetOfId(id: string): PermissionTarget {
  const target = TARGETS.find(({ collection }) => id.startsWith(`/${collection}/`));
  if (!target) throw new Error(`resource type for ${id} not found`);
  return target;
}

async function idOf(
  client: DatabricksClient,
  target: PermissionTarget,
  inputs: Props,
): Promise<string> {
  const value = asString(inputs[target.input]) ?? "";
  if (target.byPath !== true) return `/${target.collection}/${value}`;
  const found = await client.get("/api/2.0/workspace/get-status", { path: value });
  return `/${target.collection}/${JSON.stringify(found.object_id)}`;
}
