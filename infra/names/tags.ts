import type { LabConfig } from "../config";

/**
 * The tags on group, account and workspaces: what the class commands and a subscription's owner search by. Not on the
 * account's deployments, though they take some: they are paid as the account, and a later expiry would write a class's 32
 * of them anew, one after the other.
 */
export const tagsOf = (config: LabConfig): Record<string, string> => ({
  project: config.project,
  stack: config.stack,
  "managed-by": "pulumi",
  ...(config.owner !== undefined && { owner: config.owner }),
  ...(config.class !== undefined && { class: config.class }),
  ...(config.expires !== undefined && { expires: config.expires }),
});
