/** Where extension resources (rights, locks, budgets, diagnostics) can hang: a subscription, a group, a resource, a resource's child. */
export const SCOPE_PATHS = [
  "/subscriptions/:subscription",
  "/subscriptions/:subscription/resourceGroups/:group",
  "/subscriptions/:subscription/resourceGroups/:group/providers/:namespace/:type/:resource",
  "/subscriptions/:subscription/resourceGroups/:group/providers/:namespace/:type/:resource/:childType/:child",
];

/** The scope in front of the extension's own `/providers/…` of a path. */
export const extendedScope = (path: string): string =>
  path.slice(0, path.toLowerCase().lastIndexOf("/providers/"));
