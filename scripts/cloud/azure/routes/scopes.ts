/** Where things of Microsoft.Authorization can hang: a subscription, a group, a resource, a resource's child. */
export const SCOPES = [
  "/subscriptions/:subscription",
  "/subscriptions/:subscription/resourceGroups/:group",
  "/subscriptions/:subscription/resourceGroups/:group/providers/:namespace/:type/:resource",
  "/subscriptions/:subscription/resourceGroups/:group/providers/:namespace/:type/:resource/:childType/:child",
];

/** The scope in front of `/providers/Microsoft.Authorization/…` of a path. */
export const scopeBefore = (path: string): string =>
  path.slice(0, path.toLowerCase().lastIndexOf("/providers/microsoft.authorization/"));
