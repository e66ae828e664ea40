import type { Props } from "../../engine/plugin";
import { asList, asString } from "../values";
import type { DatabricksClient } from "./client";
import { DatabricksError, ignoreNotFound } from "./errors";
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
/** Inputs that a refresh reads back. */
const LIVE_INPUTS = ["userName", "displayName", "active", ...Object.keys(ENTITLEMENTS)];

/** A member of the workspace. With `force`, an existing member is adopted. */
export const user: ResourceHandler = {
  noun: "user",
  computed: ["aclPrincipalId", "displayName", "home", "repos"],
  forceNew: ["userName"],
  // The real provider ignores the case, too.
  equal: (name, olds, news) =>
    name === "userName" &&
    asString(olds.userName)?.toLowerCase() === asString(news.userName)?.toLowerCase(),
  check: (news) => ({ inputs: { active: true, ...news } }),
  create: async (client, inputs) => {
    const id = await client
      .post(API, scimOf(inputs))
      .then((answer) => asString(answer.id) ?? "")
      .catch((error: unknown) => adoptExisting(client, inputs, error));
    return { id, outputs: await readUser(client, id, inputs) };
  },
  read: async (client, id, inputs, outputs) => {
    const live = await ignoreNotFound(readUser(client, id, outputs));
    if (!live) return undefined;
    const given = LIVE_INPUTS.filter((name) => name in inputs);
    const liveInputs = Object.fromEntries(given.map((name) => [name, live[name] ?? false]));
    return { id, inputs: { ...inputs, ...liveInputs }, outputs: live };
  },
  update: async (client, { id, olds, news }) => {
    await writeUser(client, id, news);
    return readUser(client, id, { ...olds, ...news });
  },
  delete: (client, id) => ignoreNotFound(client.delete(`${API}/${id}`)),
  identify: (client, inputs) => findUser(client, asString(inputs.userName) ?? ""),
};

/** With no entitlements the real provider sends one empty one. */
function scimOf(inputs: Props): Record<string, unknown> {
  const granted = Object.entries(ENTITLEMENTS).filter(([name]) => inputs[name] === true);
  return {
    schemas: SCHEMAS,
    userName: inputs.userName ?? "",
    displayName: inputs.displayName,
    externalId: inputs.externalId,
    active: inputs.active ?? true,
    entitlements: granted.length === 0 ? [{}] : granted.map(([, value]) => ({ value })),
  };
}

async function adoptExisting(
  client: DatabricksClient,
  inputs: Props,
  error: unknown,
): Promise<string> {
  const userName = (asString(inputs.userName) ?? "").replaceAll("'", "");
  const words = [
    `User with username ${userName} already exists.`,
    `User with email ${userName} already exists in this account`,
  ];
  const exists =
    error instanceof DatabricksError &&
    words.some((word) => error.message.toLowerCase().startsWith(word.toLowerCase()));
  if (inputs.force !== true || !exists) throw error;
  const id = await findUser(client, userName);
  if (id === undefined) throw new Error(`cannot find ${userName} for force import`);
  await writeUser(client, id, inputs);
  return id;
}

async function findUser(client: DatabricksClient, userName: string): Promise<string | undefined> {
  const filter = `userName eq "${userName}"`;
  const answer = await client.get(API, { filter, excludedAttributes: "roles" });
  return asString(asList(answer.Resources)[0]?.id);
}

/** A PUT replaces, so that what the provider does not manage is read first and sent along. */
async function writeUser(client: DatabricksClient, id: string, inputs: Props): Promise<void> {
  const { groups, roles } = await client.get(`${API}/${id}`, { attributes: "groups,roles" });
  await client.put(`${API}/${id}`, { ...scimOf(inputs), groups, roles });
}

async function readUser(client: DatabricksClient, id: string, props: Props): Promise<Props> {
  const found = await client.get(`${API}/${id}`, READ);
  const userName = asString(found.userName) ?? "";
  const granted = asList(found.entitlements).map(({ value }) => value);
  const entitlements: Props = {};
  for (const [name, value] of Object.entries(ENTITLEMENTS))
    entitlements[name] = granted.includes(value);
  return {
    ...props,
    ...entitlements,
    userName,
    displayName: found.displayName ?? userName,
    active: found.active ?? false,
    home: `/Users/${userName}`,
    repos: `/Repos/${userName}`,
    aclPrincipalId: `users/${userName}`,
  };
}
