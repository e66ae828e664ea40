import type { LabConfig } from "../config";

/** A stack, as tags and other marks name it. */
type Identity = Pick<LabConfig, "project" | "stack">;

/**
 * The tags by which a resource is provably a stack's own. Within what existed before, they are on
 * deployments and clusters too; they never change, since a changed tag restarts a cluster.
 */
export const identityTagsOf = ({ project, stack }: Identity): Record<string, string> => ({
  project,
  stack,
  "managed-by": "pulumi",
});

/** Whether tags name a stack. */
export const nameStack = (tags: Record<string, string> | undefined, mark: string): boolean =>
  tags !== undefined && `${tags["project"]}/${tags["stack"]}` === mark;

/** How a stack marks what has no tags, but a description. */
export const markOf = ({ project, stack }: Identity): string => `${project}/${stack}`;

/**
 * The tags of group, account and workspaces, by which the class commands and the owner of a
 * subscription search. The account's deployments have none: their cost counts as the account's, and
 * a later expiry would update a class's 32 deployments one after the other.
 */
export const tagsOf = (config: LabConfig): Record<string, string> => ({
  ...identityTagsOf(config),
  ...(config.owner !== undefined && { owner: config.owner }),
  ...(config.class !== undefined && { class: config.class }),
  ...(config.expires !== undefined && { expires: config.expires }),
});
