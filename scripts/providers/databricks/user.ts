import type { Props } from "../../engine/plugin";
import { propsOf, textOf } from "../values";
import type { DatabricksClient } from "./client";
import { DatabricksError, unlessMissing } from "./errors";
import type { ResourceHandler } from "./resource-handler";

const API = "/api/2.0/preview/scim/v2/Users";
const READ = { attributes: "userName,displayName,active,externalId,entitlements" };
const SCHEMAS = ["urn:ietf:params:scim:schemas:core:2.0:User"];

/** Inputs that are SCIM entitlements. */
const ENTITLEMENTS: Record<string, string> = {
  allowClusterCreate: "allow-cluster-create",
  allowInstancePoolCreate: "allow-instance-pool-create",
  databricksSqlAccess: "databricks-sql-access",
  workspaceAccess: "workspace-access",
  workspaceConsume: "workspace-consume",
};

/** A member of the workspace. With `force`, one who is there already is taken over. */
export const user: ResourceHandler = {
  noun: "user",
  computed: ["aclPrincipalId", "displayName", "home", "repos"],
  forceNew: ["userName"],
  check: (news) => ({ inputs: { active: true, ...news } }),
  create: async (client, inputs) => {
    const id = await client
      .post(API, scimOf(inputs))
      .then((answer) => textOf(answer.id) ?? "")
      .catch((error: unknown) => takeOver(client, inputs, error));
    return { id, outputs: await look(client, id, inputs) };
  },
  read: async (client, id, inputs, outputs) => {
    const live = await unlessMissing(look(client, id, outputs));
    if (!live) return undefined;
    const names = ["userName", "displayName", "active", ...Object.keys(ENTITLEMENTS)].filter(
      (name) => name in inputs,
    );
    return {
      id,
      inputs: {
        ...inputs,
        ...Object.fromEntries(names.map((name) => [name, live[name] ?? false])),
      },
      outputs: live,
    };
  },
  update: async (client, { id, olds, news }) => {
    await write(client, id, news);
    return look(client, id, { ...olds, ...news });
  },
  delete: async (client, id) => {
    await unlessMissing(client.delete(`${API}/${id}`));
  },
};

/** With no entitlements the real provider sends one empty one. */
function scimOf(inputs: Props): Props {
  const held = Object.entries(ENTITLEMENTS).filter(([name]) => inputs[name] === true);
  return {
    schemas: SCHEMAS,
    userName: inputs.userName ?? "",
    ...(inputs.displayName !== undefined && { displayName: inputs.displayName }),
    ...(inputs.externalId !== undefined && { externalId: inputs.externalId }),
    active: inputs.active ?? true,
    entitlements: held.length === 0 ? [{}] : held.map(([, value]) => ({ value })),
  };
}

async function takeOver(client: DatabricksClient, inputs: Props, error: unknown): Promise<string> {
  const userName = (textOf(inputs.userName) ?? "").replaceAll("'", "");
  const words = [
    `User with username ${userName} already exists.`,
    `User with email ${userName} already exists in this account`,
  ];
  const exists =
    error instanceof DatabricksError &&
    words.some((word) => error.message.toLowerCase().startsWith(word.toLowerCase()));
  if (inputs.force !== true || !exists) throw error;
  const answer = await client.get(API, {
    filter: `userName eq "${userName}"`,
    excludedAttributes: "roles",
  });
  const found = Array.isArray(answer.Resources) ? propsOf(answer.Resources[0]) : {};
  const id = textOf(found.id);
  if (id === undefined) throw new Error(`cannot find ${userName} for force import`);
  await write(client, id, inputs);
  return id;
}

/** A PUT replaces, so that what the provider does not manage is read first and sent along. */
async function write(client: DatabricksClient, id: string, inputs: Props): Promise<void> {
  const { groups, roles } = await client.get(`${API}/${id}`, { attributes: "groups,roles" });
  const kept = { ...(groups !== undefined && { groups }), ...(roles !== undefined && { roles }) };
  await client.put(`${API}/${id}`, { ...scimOf(inputs), ...kept });
}

async function look(client: DatabricksClient, id: string, props: Props): Promise<Props> {
  const found = await client.get(`${API}/${id}`, READ);
  const userName = textOf(found.userName) ?? "";
  const held = Array.isArray(found.entitlements)
    ? found.entitlements.map((one) => propsOf(one).value)
    : [];
  return {
    ...props,
    ...Object.fromEntries(
      Object.entries(ENTITLEMENTS).map(([name, value]) => [name, held.includes(value)]),
    ),
    userName,
    displayName: found.displayName ?? userName,
    active: found.active ?? false,
    home: `/Users/${userName}`,
    repos: `/Repos/${userName}`,
    aclPrincipalId: `users/${userName}`,
  };
}
