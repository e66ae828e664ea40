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

/** Where a resource's own part of an id begins; negative for a subscription and a group. */
const ownPart = (id: string): number => id.toLowerCase().lastIndexOf(PROVIDERS);
const PROVIDERS = "/providers/";

/** The scope in an extension resource's id: what comes before its own `/providers/…`. */
export const extendedScope = (id: string): string => id.slice(0, ownPart(id));

/**
 * The type of the resource that an id names, without what it extends; empty for a subscription and
 * a group.
 * @example typeOfId("/subscriptions/s/providers/A.B/c/x/d/y") // A.B/c/d
 */
export function typeOfId(id: string): string {
  const at = ownPart(id);
  if (at < 0) return "";
  const [namespace = "", ...rest] = id.slice(at + PROVIDERS.length).split("/");
  return [namespace, ...rest.filter((_, i) => i % 2 === 0)].join("/");
}
