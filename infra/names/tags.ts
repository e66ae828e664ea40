import type { LabConfig } from "../config";

/**
 * The tags of group, account and workspaces, by which the class commands and the owner of a
 * subscription search. The account's deployments have none: their cost counts as the account's, and
 * a later expiry would update a class's 32 deployments one after the other.
 */
export const tagsOf = (config: LabConfig): Record<string, string> => ({
  project: config.project,
  stack: config.stack,
  "managed-by": "pulumi",
  ...(config.owner !== undefined && { owner: config.owner }),
  ...(config.class !== undefined && { class: config.class }),
  ...(config.expires !== undefined && { expires: config.expires }),
});
