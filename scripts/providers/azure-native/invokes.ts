import { own } from "../../../infra/json-object";
import { decodeJwt } from "jose";
import { LabError } from "../../../infra/errors";
import type { Props } from "../../engine/plugin";
import { asProps, asString } from "../values";
import type { ArmClient } from "./arm-client";
import { pathOf, type ArmType } from "./arm-type";
import { scopeOf } from "./settings";
import { outputsOf } from "./shapes";
import { armType } from "./types";

type Invoke = (client: ArmClient, args: Props) => Promise<Props>;

/** The functions of @pulumi/azure-native that the stand-in implements, by token. */
const INVOKES: Record<string, Invoke> = {
  "azure-native:authorization:getClientConfig": clientConfig,
  "azure-native:authorization:getClientToken": async (client, args) => {
    const endpoint = asString(args.endpoint);
    return { token: await client.token(endpoint && scopeOf(endpoint)) };
  },
  "azure-native:cognitiveservices:listAccountKeys": (client, args) =>
    post(client, "azure-native:cognitiveservices:Account", "listKeys", args),
  "azure-native:cognitiveservices:getAccount": getter("azure-native:cognitiveservices:Account"),
  "azure-native:cognitiveservices:getDeployment": getter(
    "azure-native:cognitiveservices:Deployment",
  ),
  "azure-native:databricks:getWorkspace": getter("azure-native:databricks:Workspace"),
  "azure-native:resources:getResourceGroup": getter("azure-native:resources:ResourceGroup"),
};

/**
 * Calls a function of the provider.
 * @throws LabError `unsupported` for one that is not implemented
 */
export function invoke(client: ArmClient, token: string, args: Props): Promise<Props> {
  const found = own(INVOKES, token);
  if (found) return found(client, args);
  throw new LabError("unsupported", `the local cloud does not answer the function ${token}`, {
    where: token,
  });
}

/** Reads the identity from the access token, without a call to ARM. */
async function clientConfig(client: ArmClient): Promise<Props> {
  const { settings } = client;
  const claims = decodeJwt<{ oid?: string; appid?: string; tid?: string }>(
    await client.token(settings.graphScope),
  );
  if (claims.oid === undefined)
    throw new LabError("sign-in", "the access token names no object id (claim oid)");
  return {
    clientId: claims.appid ?? settings.principal.clientId,
    objectId: claims.oid,
    subscriptionId: settings.subscriptionId,
    tenantId: claims.tid ?? settings.principal.tenantId,
  };
}

function getter(token: string): Invoke {
  return async (client, args) => {
    const type = armType(token);
    const reply = await client.expect([200], "GET", idOf(client, type, args), {
      apiVersion: type.apiVersion,
    });
    const body = asProps(reply.json);
    return { id: asString(body.id) ?? "", ...outputsOf(type, body) };
  };
}

async function post(client: ArmClient, token: string, action: string, args: Props): Promise<Props> {
  const type = armType(token);
  const call = { apiVersion: type.apiVersion, body: {} };
  const reply = await client.expect(
    [200, 201],
    "POST",
    `${idOf(client, type, args)}/${action}`,
    call,
  );
  return asProps(reply.json);
}

function idOf(client: ArmClient, type: ArmType, args: Props): string {
  const path = pathOf(type, client.settings.subscriptionId, args);
  if (path === undefined) throw new Error(`an argument that is part of ${type.path} is missing`);
  return path;
}
