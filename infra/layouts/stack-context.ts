import { getClientConfig } from "@pulumi/azure-native/authorization";
import { placeOf } from "../azure/arm-id";
import { principalTypeOf } from "../azure/principal-type";
import type { LabConfig } from "../config";
import { type Names, namesOf } from "../names/physical-names";

/** The deployer, the subscription and tenant, and the physical names of the stack. */
export interface StackContext {
  subscriptionId: string;
  tenantId: string;
  /** `clientId`: the application through which the deployer signed in. */
  deployer: { objectId: string; clientId: string; type: ReturnType<typeof principalTypeOf> };
  names: Names;
}

/** The subscription of the account: the deployer's, unless it existed before in another one. */
export const accountSubscription = (
  existing: LabConfig["existing"],
  { subscriptionId }: StackContext,
): string =>
  existing?.openaiAccountId === undefined
    ? subscriptionId
    : placeOf(existing.openaiAccountId).subscriptionId;

/** Reads the context from azure-native's own sign-in. */
export async function readStackContext({ project, stack }: LabConfig): Promise<StackContext> {
  const { subscriptionId, tenantId, objectId, clientId } = await getClientConfig();
  return {
    subscriptionId,
    tenantId,
    deployer: { objectId, clientId, type: principalTypeOf(clientId) },
    names: namesOf({ subscriptionId, project, stack }),
  };
}
