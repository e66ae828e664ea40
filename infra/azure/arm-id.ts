/** Where a resource directly in a group is. Azure ignores the case of all three. */
export interface ArmPlace {
  subscriptionId: string;
  resourceGroup: string;
  name: string;
}

const ARM_ID =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/[^/]+\/[^/]+\/([^/]+)$/i;

/**
 * The parts of the ARM id of a resource that is directly in a group.
 * @throws Error on any other text: ids of users are checked by `infra/config/`
 */
export function placeOf(armId: string): ArmPlace {
  const [, subscriptionId, resourceGroup, name] = ARM_ID.exec(armId) ?? [];
  if (subscriptionId === undefined || resourceGroup === undefined || name === undefined)
    throw new Error(`${JSON.stringify(armId)} is not the ARM id of a resource in a group`);
  return { subscriptionId, resourceGroup, name };
}

/** Whether two ids, or names, mean the same: Azure ignores case. */
export const sameId = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
