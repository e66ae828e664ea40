import type * as pulumi from "@pulumi/pulumi";

/**
 * The arguments of a dynamic resource with the inputs `T`. A mapped type: the SDK requires an index
 * signature.
 */
export type ArgsOf<T> = { [K in keyof T]: pulumi.Input<T[K]> };

/** Inputs in a diff: Pulumi adds the serialised code of the resource's provider. */
type WithCode<T> = T & { __provider?: string };

/**
 * The diff of our dynamic resources. A change of any of `inputs` replaces the resource, old one
 * first. A change of its code (`__provider`) is an update, so that a later delete runs today's code
 * and not that of the day of creation. The text of the code depends on the loader: Sucrase under
 * the CLI, esbuild in the commands. A stack that changes engines therefore has one such update of
 * each dynamic resource, which calls no service.
 */
export const replaceWhenChanged =
  <T extends object>(...inputs: (keyof T)[]) =>
  (_id: string, olds: WithCode<T>, news: WithCode<T>): Promise<pulumi.dynamic.DiffResult> => {
    const replaces = inputs.filter((input) => olds[input] !== news[input]).map(String);
    const changes = replaces.length > 0 || olds.__provider !== news.__provider;
    return Promise.resolve({ changes, replaces, deleteBeforeReplace: true });
  };

/** The value that Pulumi passes in a preview for an input that is not known yet. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * Returns `news` with the old value for each of `inputs` that is not known yet. For inputs that
 * change only together with another input: an update of the resource that they come from makes them
 * unknown in a preview, but keeps them.
 */
export function treatUnknownAsUnchanged<T extends object>(
  olds: T,
  news: T,
  ...inputs: (keyof T)[]
): T {
  const merged = { ...news };
  for (const input of inputs) if (news[input] === UNKNOWN) merged[input] = olds[input];
  return merged;
}

/** The update of a resource whose code alone has changed: it calls no service. */
export const noopUpdate = <T>(
  _id: string,
  _olds: T,
  news: T,
): Promise<pulumi.dynamic.UpdateResult<T>> => Promise.resolve({ outs: news });
