import type { JsonObject } from "../../../../infra/json-object";
import type { World } from "../../core/world";
import { issueToken } from "../entra/authority";
import { tenantOf } from "../entra/tenant";
import { azureStore } from "../store";

/** An answer of Resource Manager; the body is empty where there is none. */
export interface ArmAnswer {
  status: number;
  body: JsonObject;
  /** Where to poll a long-running operation. */
  poll: string | undefined;
}

/**
 * Calls Resource Manager as a principal: a deployment goes through the same routes, checks and
 * faults as anyone's request.
 * @param target a path with its api-version, or the URL of a poll
 * @throws TypeError for a connection that is cut
 */
export async function callAs(
  world: World,
  objectId: string,
  method: string,
  target: string,
  body?: unknown,
): Promise<ArmAnswer> {
  const arm = world.hosts.url("arm", "arm") ?? "";
  const principal = azureStore(world).principals.get(objectId);
  if (!principal) throw new Error(`the world has no principal ${objectId}`);
  const issuer = `${world.hosts.url("authority", "authority") ?? arm}/${tenantOf(world).tenantId}/`;
  const { token } = await issueToken(world, principal, arm, issuer);
  const response = await fetch(new URL(target, arm), {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  const { status, headers } = response;
  return {
    status,
    body: text === "" ? {} : (JSON.parse(text) as JsonObject),
    poll: headers.get("azure-asyncoperation") ?? undefined,
  };
}

/** True for an answer after which Resource Manager itself tries again. */
export const isTransient = ({ status }: ArmAnswer): boolean =>
  status === 429 || (status >= 500 && status !== 501);
