import type { Props } from "../../engine/plugin";
import { asList, asString, pick } from "../values";
import type { DatabricksClient } from "./client";
import { ignoreNotFound } from "./errors";
import type { ResourceHandler } from "./resource-handler";

const API = "/api/2.0/secrets";
/** Parts of a Terraform-style id. */
const SEPARATOR = "|||";

const text = (props: Props, name: string): string => asString(props[name]) ?? "";
function partsOf(id: string): [string, string] {
  const [scope = "", rest = ""] = id.split(SEPARATOR);
  return [scope, rest];
}

/** Every input replaces; a scope is read by listing all of them. */
export const secretScope: ResourceHandler = {
  noun: "secret scope",
  computed: ["backendType"],
  forceNew: ["name", "initialManagePrincipal", "keyvaultMetadata"],
  nameInput: "name",
  create: async (client, inputs) => {
    const scope = text(inputs, "name");
    await client.post(`${API}/scopes/create`, {
      scope,
      scope_backend_type: "DATABRICKS",
      initial_manage_principal: asString(inputs.initialManagePrincipal),
    });
    const found = await findScope(client, scope);
    return { id: scope, outputs: { ...inputs, backendType: found?.backend_type ?? "DATABRICKS" } };
  },
  read: async (client, id, inputs, outputs) => {
    const found = await findScope(client, id);
    if (!found) return undefined;
    const backendType = found.backend_type ?? "";
    return {
      id,
      inputs: { ...inputs, name: id },
      outputs: { ...outputs, name: id, backendType },
    };
  },
  delete: (client, id) => ignoreNotFound(client.post(`${API}/scopes/delete`, { scope: id })),
  identify: (_, inputs) => asString(inputs.name),
};

async function findScope(client: DatabricksClient, name: string): Promise<Props | undefined> {
  return asList((await client.get(`${API}/scopes/list`)).scopes).find(
    (scope) => scope.name === name,
  );
}

/**
 * A trap of the real one that is kept: a new value is a replacement, created first by default, and
 * the old secret's deletion then takes the new value with it. The program has to ask for
 * deleteBeforeReplace.
 */
export const secret: ResourceHandler = {
  noun: "secret",
  computed: ["configReference", "lastUpdatedTimestamp"],
  forceNew: ["scope", "key", "stringValue"],
  create: async (client, inputs) => {
    const [scope, key] = [text(inputs, "scope"), text(inputs, "key")];
    await client.post(`${API}/put`, { scope, key, string_value: text(inputs, "stringValue") });
    const found = await findSecret(client, scope, key);
    return { id: `${scope}${SEPARATOR}${key}`, outputs: secretOutputs(scope, key, inputs, found) };
  },
  read: async (client, id, inputs, outputs) => {
    const [scope, key] = partsOf(id);
    const found = await findSecret(client, scope, key);
    if (!found) return undefined;
    return {
      id,
      inputs: { ...inputs, scope, key },
      outputs: secretOutputs(scope, key, outputs, found),
    };
  },
  delete: (client, id) => {
    const [scope, key] = partsOf(id);
    return ignoreNotFound(client.post(`${API}/delete`, { scope, key }));
  },
  identify: (_, inputs) => idOf(inputs, "scope", "key"),
};

/** The value is never read back: nobody outside a cluster can. */
const secretOutputs = (
  scope: string,
  key: string,
  props: Props,
  found: Props | undefined,
): Props => ({
  ...props,
  scope,
  key,
  configReference: `{{secrets/${scope}/${key}}}`,
  ...(found?.last_updated_timestamp !== undefined && {
    lastUpdatedTimestamp: found.last_updated_timestamp,
  }),
});

async function findSecret(
  client: DatabricksClient,
  scope: string,
  key: string,
): Promise<Props | undefined> {
  const answer = await ignoreNotFound(client.get(`${API}/list`, { scope }));
  return asList(answer?.secrets).find((found) => found.key === key);
}

/** Same trap as with secrets. */
export const secretAcl: ResourceHandler = {
  noun: "secret acl",
  computed: [],
  forceNew: ["scope", "principal", "permission"],
  create: async (client, inputs) => {
    const scope = text(inputs, "scope");
    const principal = text(inputs, "principal");
    const permission = text(inputs, "permission");
    await client.post(`${API}/acls/put`, { scope, principal, permission });
    await client.get(`${API}/acls/get`, { scope, principal });
    return {
      id: `${scope}${SEPARATOR}${principal}`,
      outputs: pick(inputs, ["scope", "principal", "permission"]),
    };
  },
  read: async (client, id, inputs, outputs) => {
    const [scope, principal] = partsOf(id);
    const found = await ignoreNotFound(client.get(`${API}/acls/get`, { scope, principal }));
    if (!found) return undefined;
    const live = { scope, principal, permission: text(found, "permission") };
    return { id, inputs: { ...inputs, ...live }, outputs: { ...outputs, ...live } };
  },
  delete: (client, id) => {
    const [scope, principal] = partsOf(id);
    return ignoreNotFound(client.post(`${API}/acls/delete`, { scope, principal }));
  },
  identify: (_, inputs) => idOf(inputs, "scope", "principal"),
};

function idOf(inputs: Props, first: string, second: string): string | undefined {
  const [a, b] = [asString(inputs[first]), asString(inputs[second])];
  return a !== undefined && b !== undefined ? `${a}${SEPARATOR}${b}` : undefined;
}
