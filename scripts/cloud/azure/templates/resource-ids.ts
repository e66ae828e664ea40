import { groupId, keyOf, subscriptionScope } from "../arm/ids";
import { text } from "./expressions/arguments";
import { ExpressionError } from "./expressions/parse";

/**
 * A type and names as an id writes them, one after the other.
 * @example typedPath("A.B/c/d", ["x", "y"]) // A.B/c/x/d/y
 */
export function typedPath(type: string, names: readonly string[]): string {
  const [namespace = "", ...types] = type.split("/");
  return [namespace, ...types.flatMap((one, i) => [one, names[i] ?? ""])].join("/");
}

/** What the functions that build ids say of a wrong number of names. */
function requireNames(name: string, type: string, names: readonly string[]): void {
  const wanted = type.split("/").length - 1;
  if (names.length === wanted) return;
  throw new ExpressionError(
    `Unable to evaluate template language function '${name}': the type '${type}' requires '${wanted}' resource name argument(s).`,
  );
}

/** Splits the arguments of `resourceId` and its like: what comes before the type, and behind it. */
function atType(name: string, args: readonly unknown[]): [string[], string, string[]] {
  const texts = args.map(text);
  const at = texts.findIndex((one) => one.includes("/"));
  const [type, names] = [texts[at] ?? "", texts.slice(at + 1)];
  if (at < 0)
    throw new ExpressionError(
      `Unable to evaluate template language function '${name}': a fully qualified resource type is expected as a parameter.`,
    );
  requireNames(name, type, names);
  return [texts.slice(0, at), type, names];
}

function subscriptionResourceId(subscription: string, type: string, names: string[]): string {
  // Workspaces are given their managed groups so, and a group has no other id.
  if (keyOf(type) === "microsoft.resources/resourcegroups")
    return groupId(subscription, names[0] ?? "");
  return `${subscriptionScope(subscription)}/providers/${typedPath(type, names)}`;
}

/**
 * The functions that build ids, by their names in lower case, in a deployment to a group, or to a
 * subscription where there is none.
 */
export const idFunctions = (subscription: string, group: string | undefined) => ({
  resourceid: (...args: unknown[]) => {
    const [before, type, names] = atType("resourceId", args);
    const [inGroup = group, inSubscription = subscription] = [...before].reverse();
    if (inGroup === undefined) return subscriptionResourceId(subscription, type, names);
    return `${groupId(inSubscription, inGroup)}/providers/${typedPath(type, names)}`;
  },
  subscriptionresourceid: (...args: unknown[]) => {
    const [[other = subscription], type, names] = atType("subscriptionResourceId", args);
    return subscriptionResourceId(other, type, names);
  },
  tenantresourceid: (...args: unknown[]) => {
    const [, type, names] = atType("tenantResourceId", args);
    return `/providers/${typedPath(type, names)}`;
  },
  extensionresourceid: (scope: unknown, ...args: unknown[]) => {
    const [, type, names] = atType("extensionResourceId", args);
    return `${text(scope)}/providers/${typedPath(type, names)}`;
  },
});

/** The one of several resources that a template means by an id, by `TYPE/NAME` or by its name. */
export function meant<T extends { id: string; name: string }>(
  resources: readonly T[],
  reference: string,
): T | undefined {
  const wanted = keyOf(reference);
  return resources.find(
    ({ id, name }) =>
      [keyOf(id), keyOf(name)].includes(wanted) || keyOf(id).endsWith(`/providers/${wanted}`),
  );
}
