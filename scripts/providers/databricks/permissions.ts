import type { Props } from "../../engine/plugin";
import { mapOf, propsOf, same, textOf } from "../values";
import type { DatabricksClient, Me } from "./client";
import { unlessMissing } from "./errors";
import type { ResourceHandler } from "./resource-handler";
import { fromApi, toApi } from "./names";

/** One kind of object whose permissions can be set, named by one input. */
interface Subject {
  input: string;
  /** In the request's path. */
  collection: string;
  /** In the service's answers: singular. */
  objectType: string;
  /** The input is a workspace path, to be looked up. */
  byPath?: boolean;
  /** The caller is added with CAN_MANAGE, so that it cannot lock itself out. */
  keepsCaller?: boolean;
  levels: readonly string[];
}

const FILES = ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"];
const NOTEBOOKS = { collection: "notebooks", objectType: "notebook", levels: FILES };
const DIRECTORIES = { collection: "directories", objectType: "directory", levels: FILES };
const SUBJECTS: readonly Subject[] = [
  {
    input: "clusterId",
    collection: "clusters",
    objectType: "cluster",
    keepsCaller: true,
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

/** Written whole at every change; on removal only the caller, or nobody, keeps access of its own. */
export const permissions: ResourceHandler = {
  noun: "permissions",
  computed: ["objectType"],
  forceNew: SUBJECTS.map(({ input }) => input),
  check: (news) => {
    const given = SUBJECTS.filter(({ input }) => news[input] !== undefined);
    if (given.length === 1) return { inputs: news };
    const reason = `exactly one of these must be set: ${SUBJECTS.map(({ input }) => input).join(", ")}`;
    return { inputs: news, failures: [{ property: "", reason }] };
  },
  equal: (name, olds, news) => name === "accessControls" && same(sorted(olds), sorted(news)),
  create: async (client, inputs) => {
    const subject = subjectOf(inputs);
    const id = await idOf(client, subject, inputs);
    const me = await write(client, subject, id, inputs);
    return { id, outputs: { ...inputs, ...(await live(client, subject, id, inputs, me)) } };
  },
  read: async (client, id, inputs, outputs) => {
    const subject = subjectOfId(id);
    const me = await client.me();
    const found = await unlessMissing(live(client, subject, id, inputs, me));
    return (
      found && {
        id,
        inputs: { ...inputs, accessControls: found.accessControls ?? [] },
        outputs: { ...outputs, ...found },
      }
    );
  },
  update: async (client, { id, olds, news }) => {
    const subject = subjectOfId(id);
    const me = await write(client, subject, id, news);
    return { ...olds, ...news, ...(await live(client, subject, id, news, me)) };
  },
  delete: async (client, id) => {
    const subject = subjectOfId(id);
    const found = await unlessMissing(client.get(`/api/2.0/permissions${id}`));
    if (!found) return;
    const list = subject.keepsCaller === true ? [callerManages(await client.me())] : [];
    await unlessMissing(
      client.put(`/api/2.0/permissions${id}`, list.length > 0 ? { access_control_list: list } : {}),
    );
  },
  identify: async (client, inputs) => {
    const subject = subjectOf(inputs);
    return textOf(inputs[subject.input]) === undefined
      ? undefined
      : unlessMissing(idOf(client, subject, inputs));
  },
};

const callerManages = (me: Me): Props => ({
  user_name: me.userName,
  permission_level: "CAN_MANAGE",
});

async function write(
  client: DatabricksClient,
  subject: Subject,
  id: string,
  inputs: Props,
): Promise<Me> {
  const me = await client.me();
  const given = controlsOf(inputs);
  for (const control of given) refuse(subject, control, me);
  const named = given.some((control) => isCaller(control, me));
  const list = given.map(toApi);
  if (subject.keepsCaller === true && !named) list.push(callerManages(me));
  await client.put(`/api/2.0/permissions${id}`, { access_control_list: list });
  return me;
}

/** @throws what the real provider refuses before it asks the service. */
function refuse(subject: Subject, control: Props, me: Me): void {
  const level = textOf(control.permissionLevel) ?? "";
  if (!subject.levels.includes(level))
    throw new Error(`permission_level ${level} is not supported with ${subject.input} objects`);
  if (textOf(control.groupName)?.toLowerCase() === "admins")
    throw new Error(
      `it is not possible to modify admin permissions for ${subject.objectType} resources`,
    );
  const manages = level === "CAN_MANAGE" || subject.objectType === "cluster-policy";
  if (isCaller(control, me) && !manages)
    throw new Error(
      `cannot remove management permissions for the current user for ${subject.objectType}, allowed levels: CAN_MANAGE`,
    );
}

const isCaller = (control: Props, me: Me): boolean =>
  control.userName === me.userName || control.servicePrincipalName === me.userName;

/** Direct permissions only, without admins, and without the caller unless the program names it. */
async function live(
  client: DatabricksClient,
  subject: Subject,
  id: string,
  inputs: Props,
  me: Me,
): Promise<Props> {
  const answer = await client.get(`/api/2.0/permissions${id}`);
  const objectType = textOf(answer.object_type) ?? "";
  if (objectType !== subject.objectType)
    throw new Error(`expected object type ${subject.objectType}, got ${objectType}`);
  const given = controlsOf(inputs);
  const entries = Array.isArray(answer.access_control_list)
    ? answer.access_control_list.map(propsOf)
    : [];
  const found = entries.flatMap((entry) => {
    const { allPermissions, displayName: _, ...who } = fromApi(entry);
    if (who.groupName === "admins") return [];
    if (isCaller(who, me) && !given.some((control) => isCaller(control, me))) return [];
    const direct = (Array.isArray(allPermissions) ? allPermissions.map(mapOf) : []).filter(
      (one) => one.inherited !== true,
    );
    return direct.map((one): Props => ({ ...who, permissionLevel: one.permissionLevel ?? "" }));
  });
  // A set to the service: shown in the program's order, so that only a real difference is one.
  const known = given.filter((control) => found.some((one) => same(one, control)));
  const others = found.filter((one) => !given.some((control) => same(one, control)));
  return { accessControls: [...known, ...others], objectType };
}

const controlsOf = (inputs: Props): Props[] =>
  Array.isArray(inputs.accessControls) ? inputs.accessControls.map(propsOf) : [];

const sorted = (inputs: Props): string[] =>
  controlsOf(inputs)
    .map((control) => JSON.stringify(Object.entries(control).sort()))
    .sort();

function subjectOf(inputs: Props): Subject {
  const subject = SUBJECTS.find(({ input }) => inputs[input] !== undefined);
  if (!subject) throw new Error("at least one type of resource identifier must be set");
  return subject;
}

function subjectOfId(id: string): Subject {
  const subject = SUBJECTS.find(({ collection }) => id.startsWith(`/${collection}/`));
  if (!subject) throw new Error(`resource type for ${id} not found`);
  return subject;
}

async function idOf(client: DatabricksClient, subject: Subject, inputs: Props): Promise<string> {
  const value = textOf(inputs[subject.input]) ?? "";
  if (subject.byPath !== true) return `/${subject.collection}/${value}`;
  const found = await client.get("/api/2.0/workspace/get-status", { path: value });
  return `/${subject.collection}/${JSON.stringify(found.object_id)}`;
}
