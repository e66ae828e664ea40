/**
 * Paths of the scopes that an extension resource (a role assignment, lock, budget or diagnostic
 * setting) can have: a subscription, a group, a resource, a child resource.
 */
export const SCOPE_PATHS = [
  "/subscriptions/:subscription",
  "/subscriptions/:subscription/resourceGroups/:group",
  "/subscriptions/:subscription/resourceGroups/:group/providers/:namespace/:type/:resource",
  "/subscriptions/:subscription/resourceGroups/:group/providers/:namespace/:type/:resource/:childType/:child",
];

/** The scope in an extension resource's id: what comes before its own `/providers/…`. */
export const extendedScope = (id: string): string =>
  id.slice(0, id.toLowerCase().lastIndexOf("/providers/"));
